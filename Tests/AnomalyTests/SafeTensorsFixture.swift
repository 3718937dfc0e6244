import Anomaly

/// A safetensors file taken apart, so that a test can damage one part of it.
struct SafeTensorsFixture {
    /// The JSON header.
    var header: String
    /// What follows it.
    var data: [UInt8]
    /// Added to the header's true length in the first eight bytes.
    var lengthError = 0

    init(header: String, data: [UInt8]) {
        self.header = header
        self.data = data
    }

    init(_ file: [UInt8]) {
        let length = (0..<8).reduce(0) { $0 | Int(file[$1]) << (8 * $1) }
        header = String(decoding: file[8..<(8 + length)], as: UTF8.self)
        data = Array(file[(8 + length)...])
    }

    var bytes: [UInt8] {
        let text = Array(header.utf8)
        let length = UInt64(bitPattern: Int64(text.count + lengthError))
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text + data
    }

    /// Replaces the first occurrence in the header, which must be there.
    mutating func replace(_ old: String, _ new: String) {
        let parts = header.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        precondition(parts.count == 2, "`\(old)` is not in the header")
        header = parts[0] + new + parts[1]
    }

    /// Gives a float32 tensor another shape in the header.
    mutating func reshape(_ tensor: String, _ old: String, _ new: String) {
        let entry = "\"\(tensor)\":{\"dtype\":\"F32\",\"shape\":"
        replace(entry + old, entry + new)
    }

    /// Overwrites float32 values of a tensor from its element `index` on.
    mutating func set(_ tensor: String, at index: Int, to value: Float) throws {
        let start = try SafeTensors(bytes, file: "fixture").tensor(tensor).range.lowerBound
        for byte in 0..<4 {
            data[start + 4 * index + byte] = UInt8(
                truncatingIfNeeded: value.bitPattern >> (8 * UInt32(byte)))
        }
    }

    /// Overwrites one float64 value of a tensor.
    mutating func set(_ tensor: String, at index: Int, to value: Double) throws {
        let start = try SafeTensors(bytes, file: "fixture").tensor(tensor).range.lowerBound
        for byte in 0..<8 {
            data[start + 8 * index + byte] = UInt8(
                truncatingIfNeeded: value.bitPattern >> (8 * UInt64(byte)))
        }
    }
}
