/// From the bytes of a storage to floats.
enum TorchNumbers {
    /// Walks over a storage in the tensor's order.
    ///
    /// The view was checked against the storage's count, and the storage's count against `bytes`.
    ///
    /// - Parameters:
    ///   - view: Where the elements lie.
    ///   - bytes: The storage, lowest byte first.
    ///   - numbers: (view.count); every element is written.
    static func gather(_ view: TorchView, from bytes: [UInt8], into numbers: inout [Float]) {
        guard view.count > 0 else { return }
        var index = [Int](repeating: 0, count: view.sizes.count)
        var place = view.offset
        for element in numbers.indices {
            numbers[element] = number(view.storage.format, bytes, place * view.storage.format.width)
            var axis = index.count - 1
            while axis >= 0 {
                index[axis] += 1
                place += view.strides[axis]
                if index[axis] < view.sizes[axis] { break }
                place -= view.strides[axis] * view.sizes[axis]
                index[axis] = 0
                axis -= 1
            }
        }
    }

    /// One number of a storage as a float; whole numbers above 2^24 are rounded.
    private static func number(_ format: TorchFormat, _ bytes: [UInt8], _ at: Int) -> Float {
        switch format {
            case .float32: Float(bitPattern: UInt32(bits(bytes, at, 4)))
            case .float64: Float(Double(bitPattern: bits(bytes, at, 8)))
            case .float16: Float(Float16(bitPattern: UInt16(bits(bytes, at, 2))))
            case .bfloat16: Float(bitPattern: UInt32(bits(bytes, at, 2)) << 16)
            case .int64: Float(Int64(bitPattern: bits(bytes, at, 8)))
            case .int32: Float(Int32(bitPattern: UInt32(bits(bytes, at, 4))))
            case .int16: Float(Int16(bitPattern: UInt16(bits(bytes, at, 2))))
            case .int8: Float(Int8(bitPattern: bytes[at]))
            case .uint8, .bool: Float(bytes[at])
        }
    }

    private static func bits(_ bytes: [UInt8], _ at: Int, _ width: Int) -> UInt64 {
        var value: UInt64 = 0
        for place in 0..<width { value |= UInt64(bytes[at + place]) << UInt64(8 * place) }
        return value
    }
}
