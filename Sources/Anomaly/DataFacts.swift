/// Which pictures something was computed from.
public struct DataFacts: Sendable, Equatable {
    /// How many pictures.
    public var count: Int
    /// The SHA-256 of the pictures' digests, in hexadecimal; empty when unknown.
    public var digest: String

    /// Pairs the two.
    public init(count: Int, digest: String) {
        self.count = count
        self.digest = digest
    }
}
