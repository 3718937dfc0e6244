/// One count for each of a few named reasons, stored in place.
public struct ReasonCounts<Reason: Named>: Sendable {
    private var counts = InlineArray<8, UInt64>(repeating: 0)

    /// Creates zeros.
    public init() {}

    /// The count of a reason.
    public subscript(reason: Reason) -> UInt64 {
        get { counts[Int(reason.rawValue)] }
        set { counts[Int(reason.rawValue)] = newValue }
    }

    /// The sum over all reasons.
    public var total: UInt64 {
        var sum: UInt64 = 0
        for index in counts.indices { sum &+= counts[index] }
        return sum
    }
}

extension ReasonCounts: Equatable {
    /// Whether every count is the same.
    public static func == (a: ReasonCounts, b: ReasonCounts) -> Bool {
        a.counts.indices.allSatisfy { a.counts[$0] == b.counts[$0] }
    }
}
