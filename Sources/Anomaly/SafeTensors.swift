import Host

/// The content of a safetensors file, checked before anything is taken from it.
///
/// The format: eight bytes, little-endian, with the header's length; the header, one JSON object
/// from name to `dtype`, `shape` and `data_offsets`; then the data without holes. Whatever does not
/// keep to that is refused: overlaps, holes, data after the last tensor, names given twice,
/// shapes that do not fill their range, sizes beyond `SafeTensorsLimits`.
///
/// - Source: the safetensors format, huggingface.co/docs/safetensors.
public struct SafeTensors: Sendable {
    /// The texts of `__metadata__`; empty without it.
    public let metadata: [String: String]
    /// Every tensor, by name.
    public let tensors: [String: StoredTensor]

    private let content: [UInt8]
    private let dataStart: Int
    private let file: String

    /// Checks `content` and takes hold of it.
    ///
    /// - Parameters:
    ///   - content: The whole file.
    ///   - file: What messages call it.
    /// - Throws: `.malformed`.
    public init(_ content: [UInt8], file: String) throws(ModelError) {
        try self.init(undigested: content, file: file)
        try checkDigests()
    }

    /// The same, but for `checkDigests`, which takes as long as the decoding.
    init(undigested content: [UInt8], file: String) throws(ModelError) {
        guard content.count <= SafeTensorsLimits.fileBytes else {
            throw .malformed(file: file, reason: "larger than \(SafeTensorsLimits.fileBytes) bytes")
        }
        guard content.count >= 10 else {
            throw .malformed(file: file, reason: "\(content.count) bytes cannot hold a header")
        }
        let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(content[$1]) << UInt64(8 * $1) }
        guard length >= 2, length <= UInt64(SafeTensorsLimits.headerBytes),
            length <= UInt64(content.count - 8)
        else {
            throw .malformed(file: file, reason: "a header of \(length) bytes")
        }
        let start = 8 + Int(length)
        // The format asks for it: no space before the header's first character.
        guard content[8] == UInt8(ascii: "{") else {
            throw .malformed(file: file, reason: "the header does not begin with {")
        }
        var parser = HeaderParser(content, range: 8..<start, file: file)
        try parser.parse()
        try Self.checkPlaces(of: parser.tensors, dataBytes: content.count - start, file: file)
        metadata = parser.metadata
        tensors = Dictionary(uniqueKeysWithValues: parser.tensors.map { ($0.name, $0) })
        self.content = content
        self.file = file
        dataStart = start
    }

    /// The entry of `__metadata__` with the digests of its other texts and of all tensors, in the
    /// order of their data; files of other programs have none.
    static let digestsKey = "tensor_digests"

    /// The first 64 bits of the SHA-256, hexadecimal.
    static func digest(of data: Span<UInt8>) -> String {
        var hash = SHA256()
        hash.update(data)
        return SHA256.hexadecimal(Array(hash.digest().prefix(8)))
    }

    /// That of texts, by their keys in order.
    static func digest(of texts: [(key: String, value: String)]) -> String {
        let lines = texts.sorted { $0.key < $1.key }.map { "\($0.key)\0\($0.value)\0" }
        return digest(of: Array(lines.joined().utf8).span)
    }

    /// A flipped bit of a weight may change too little for golden pictures to show it.
    func checkDigests() throws(ModelError) {
        guard let text = metadata[Self.digestsKey] else { return }
        let digests = text.split(separator: " ")
        let inOrder = Self.inOrder(tensors.values)
        guard digests.count == inOrder.count + 1 else {
            throw changed("metadata `\(Self.digestsKey)`")
        }
        let others = metadata.filter { $0.key != Self.digestsKey }
        guard Self.digest(of: others.map { ($0.key, $0.value) }) == digests[0] else {
            throw changed("metadata")
        }
        for (tensor, digest) in zip(inOrder, digests.dropFirst()) {
            guard Self.digest(of: data(of: tensor).span) == digest else {
                throw changed("tensor `\(tensor.name)`")
            }
        }
    }

    private func changed(_ part: String) -> ModelError {
        .malformed(file: file, reason: "\(part): it is not what was written into the file")
    }

    /// Reads and checks a file.
    ///
    /// - Parameter path: The file.
    /// - Throws: `.unreadable` or `.malformed`.
    public init(path: String) throws(ModelError) {
        let content: [UInt8]
        do throws(HostError) {
            content = try FileSystem.read(path, limit: SafeTensorsLimits.fileBytes)
        } catch {
            throw .unreadable(error)
        }
        try self.init(content, file: path)
    }

    /// Checks that the tensors fill the data section, one after the other.
    private static func checkPlaces(
        of tensors: [StoredTensor], dataBytes: Int, file: String
    ) throws(ModelError) {
        var end = 0
        for tensor in Self.inOrder(tensors) {
            let start = tensor.range.lowerBound
            guard start >= end else {
                throw .malformed(
                    file: file, reason: "tensor `\(tensor.name)` overlaps the one before it")
            }
            guard start == end else {
                throw .malformed(
                    file: file,
                    reason: "a hole of \(start - end) bytes before tensor `\(tensor.name)`")
            }
            guard tensor.range.upperBound <= dataBytes else {
                throw .malformed(
                    file: file,
                    reason: "tensor `\(tensor.name)` ends at byte \(tensor.range.upperBound) of "
                        + "\(dataBytes) (truncated?)")
            }
            end = tensor.range.upperBound
        }
        guard end == dataBytes else {
            throw .malformed(file: file, reason: "\(dataBytes - end) bytes after the last tensor")
        }
    }

    /// As their data lie in the file.
    private static func inOrder(_ tensors: some Sequence<StoredTensor>) -> [StoredTensor] {
        tensors.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
    }

    /// The tensor of that name, of any shape.
    ///
    /// - Throws: `.badTensor` without it.
    public func tensor(_ name: String) throws(ModelError) -> StoredTensor {
        guard let tensor = tensors[name] else {
            throw .badTensor(file: file, tensor: name, reason: "missing")
        }
        return tensor
    }

    /// The tensor's elements as float32: F32 as they are, F16 and BF16 widened, F64 rounded.
    ///
    /// - Throws: `.badTensor` without it, for another type, or with an element that is not finite.
    public func floats(_ name: String) throws(ModelError) -> [Float] {
        let tensor = try tensor(name)
        let bytes = data(of: tensor)
        let values: [Float]
        switch tensor.type {
            case .f32: values = decodedFloats(bytes)
            case .f16: values = decodedHalves(bytes)
            case .bf16: values = decodedBrainFloats(bytes)
            case .f64: values = decodedDoubles(bytes).map(Float.init)
            default: throw wrongType(tensor, wanted: "F32, F16, BF16 or F64")
        }
        if let index = firstNotFinite(values) { throw notFinite(tensor, index) }
        return values
    }

    /// The tensor's elements as float64.
    ///
    /// - Throws: `.badTensor` without it, for another type than F64 or F32, or with an element
    ///   that is not finite.
    public func doubles(_ name: String) throws(ModelError) -> [Double] {
        let tensor = try tensor(name)
        guard tensor.type == .f64 else { return try floats(name).map(Double.init) }
        let values = decodedDoubles(data(of: tensor))
        if let index = values.firstIndex(where: { !$0.isFinite }) { throw notFinite(tensor, index) }
        return values
    }

    /// The tensor's elements as bytes.
    ///
    /// - Throws: `.badTensor` without it, or for another type than U8.
    public func bytes(_ name: String) throws(ModelError) -> [UInt8] {
        let tensor = try tensor(name)
        guard tensor.type == .u8 else { throw wrongType(tensor, wanted: "U8") }
        return Array(data(of: tensor))
    }

    private func data(of tensor: StoredTensor) -> ArraySlice<UInt8> {
        content[(dataStart + tensor.range.lowerBound)..<(dataStart + tensor.range.upperBound)]
    }

    private func wrongType(_ tensor: StoredTensor, wanted: String) -> ModelError {
        .badTensor(
            file: file, tensor: tensor.name,
            reason: "its elements are \(tensor.type.rawValue), not \(wanted)")
    }

    private func notFinite(_ tensor: StoredTensor, _ index: Int) -> ModelError {
        .badTensor(file: file, tensor: tensor.name, reason: "element \(index) is not finite")
    }
}
