/// Numbers with a shape: row-major, outermost extent first.
public struct Tensor: Sendable, Equatable {
    /// The extents; their product is the count of `values`.
    public let shape: [Int]
    /// The elements.
    public var values: [Float]

    /// Pairs a shape with as many values as it has room for.
    public init(shape: [Int], values: [Float]) {
        precondition(
            shape.reduce(1, *) == values.count, "a tensor's values must fill its shape exactly")
        self.shape = shape
        self.values = values
    }
}
