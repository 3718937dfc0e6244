/// A set of named cases in a few bits: copied and asked without the heap.
public struct NamedSet<Element: Named>: Sendable, Equatable {
    private var bits: UInt64 = 0

    /// Creates the empty set.
    public init() {}

    /// Collects the elements.
    public init(_ elements: some Sequence<Element>) { for element in elements { insert(element) } }

    /// Every case there is.
    public static var all: NamedSet { NamedSet(Element.allCases) }

    /// Adds an element.
    public mutating func insert(_ element: Element) { bits |= 1 << UInt64(element.rawValue) }

    /// Whether the element is in the set.
    public func contains(_ element: Element) -> Bool {
        bits & 1 << UInt64(element.rawValue) != 0
    }
}
