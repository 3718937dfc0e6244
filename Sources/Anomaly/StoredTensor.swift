/// One tensor of a safetensors file: its name, its kind and where its bytes are.
public struct StoredTensor: Sendable, Equatable {
    /// Printable ASCII, 1 to 256 bytes.
    public let name: String
    /// What its elements are.
    public let type: ElementType
    /// The extents, outermost first; empty for a scalar.
    public let shape: [Int]
    /// Its bytes, counted from the start of the data section.
    public let range: Range<Int>

    /// The elements of the tensor.
    public var count: Int { range.count / type.size }
}
