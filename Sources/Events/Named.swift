/// A closed set of words that stand in a line of the protocol.
public protocol Named: CaseIterable, RawRepresentable<UInt8>, Sendable, Hashable {
    /// The word as the protocol writes it.
    var name: String { get }
}

extension Named {
    /// Finds the case by its word; `nil` when there is none.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// Every word, in the order of the cases.
    static var names: [String] { Self.allCases.map(\.name) }
}
