/// Reads the JSON header of a safetensors file, and nothing that such a header may not hold.
///
/// Stricter than JSON asks: no key twice, no entry that the format does not know.
struct HeaderParser {
    private var scanner: JSONScanner
    private let file: String

    private(set) var metadata: [String: String] = [:]
    private(set) var tensors: [StoredTensor] = []

    /// Prepares to read `bytes[range]`.
    init(_ bytes: [UInt8], range: Range<Int>, file: String) {
        scanner = JSONScanner(bytes, range: range, file: file)
        self.file = file
    }

    /// Reads the whole header into `metadata` and `tensors`.
    mutating func parse() throws(ModelError) {
        try scanner.beginObject("the header")
        var seen: Set<String> = []
        while let key = try scanner.nextKey(after: seen.count, in: "the header") {
            guard seen.insert(key).inserted else {
                throw scanner.malformed("tensor `\(key)` is named twice")
            }
            if key == "__metadata__" {
                try metadataObject()
            } else {
                try tensorObject(named: key)
            }
        }
        guard scanner.isAtEnd() else {
            throw scanner.malformed("the header goes on after its last }")
        }
    }

    private mutating func metadataObject() throws(ModelError) {
        try scanner.beginObject("__metadata__")
        while let key = try scanner.nextKey(after: metadata.count, in: "__metadata__") {
            guard metadata[key] == nil else {
                throw scanner.malformed("metadata `\(key)` is given twice")
            }
            guard metadata.count < SafeTensorsLimits.metadataEntries else {
                throw scanner.malformed(
                    "more than \(SafeTensorsLimits.metadataEntries) metadata entries")
            }
            metadata[key] = try scanner.string(limit: SafeTensorsLimits.metadataBytes)
        }
    }

    private mutating func tensorObject(named name: String) throws(ModelError) {
        guard tensors.count < SafeTensorsLimits.tensors else {
            throw scanner.malformed("more than \(SafeTensorsLimits.tensors) tensors")
        }
        do throws(ModelError) {
            let (type, shape, offsets) = try tensorEntries()
            tensors.append(try tensor(name, type, shape, offsets))
        } catch {
            guard case .malformed(_, let reason) = error else { throw error }
            throw malformed("tensor `\(name)`: \(reason)")
        }
    }

    private mutating func tensorEntries() throws(ModelError) -> (ElementType, [Int], [Int]) {
        var type: ElementType?
        var shape: [Int]?
        var offsets: [Int]?
        var count = 0
        try scanner.beginObject("a tensor")
        while let key = try scanner.nextKey(after: count, in: "a tensor") {
            switch (key, type, shape, offsets) {
                case ("dtype", nil, _, _): type = try elementType()
                case ("shape", _, nil, _):
                    shape = try scanner.numbers(atMost: SafeTensorsLimits.rank)
                case ("data_offsets", _, _, nil): offsets = try scanner.numbers(atMost: 2)
                default: throw scanner.malformed("`\(key)` given twice or unknown")
            }
            count += 1
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw scanner.malformed("dtype, shape or data_offsets is missing")
        }
        return (type, shape, offsets)
    }

    /// Checks that the shape fills exactly the range.
    private func tensor(
        _ name: String, _ type: ElementType, _ shape: [Int], _ offsets: [Int]
    ) throws(ModelError) -> StoredTensor {
        guard offsets[0] <= offsets[1] else { throw malformed("ends before it begins") }
        var size = type.size
        for extent in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            guard !overflow, product <= SafeTensorsLimits.fileBytes else {
                throw malformed("its shape \(shape) is too large")
            }
            size = product
        }
        let stored = offsets[1] - offsets[0]
        guard size == stored else {
            throw malformed("shape \(shape) of \(type.rawValue) is \(size) bytes, not \(stored)")
        }
        return StoredTensor(
            name: name, type: type, shape: shape, range: offsets[0]..<offsets[1])
    }

    private mutating func elementType() throws(ModelError) -> ElementType {
        let name = try scanner.string(limit: 16)
        guard let type = ElementType(rawValue: name) else {
            throw scanner.malformed("the element type `\(name)` is unknown")
        }
        return type
    }

    private func malformed(_ reason: String) -> ModelError {
        .malformed(file: file, reason: reason)
    }
}
