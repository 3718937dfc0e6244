import Anomaly

/// How many of some parts, and what that says of all parts like them.
public struct Share: Sendable, Equatable {
    /// How many.
    public let count: Int
    /// Of how many.
    public let total: Int
    /// With 95 % confidence the share of all parts lies here (Clopper and Pearson).
    public let interval: ClosedRange<Double>

    /// Counts; of no parts nothing is known.
    public init(_ count: Int, of total: Int) {
        precondition(count >= 0 && count <= total, "a part of the whole")
        self.count = count
        self.total = total
        let low =
            count == 0 ? 0 : orderStatisticBound(rank: count, of: total, confidence: 0.025)
        let high =
            count == total
            ? 1 : orderStatisticBound(rank: count + 1, of: total, confidence: 0.975)
        interval = low...high
    }

    /// The measured share; 0 of no parts.
    public var value: Double { total == 0 ? 0 : Double(count) / Double(total) }
}
