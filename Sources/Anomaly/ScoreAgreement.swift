/// How far the scores of held-out good parts, computed in other numbers, are from those in float32.
///
/// Deviations are in standard deviations of good parts, which scores are measured in.
public struct ScoreAgreement: Sendable, Equatable {
    /// How many good parts there are.
    public let parts: Int
    /// Of all on average: what they have in common moves parts over the threshold.
    public let shift: Float
    /// Of one: the root of the mean square.
    public let typical: Float
    /// The largest, without its sign.
    public let worst: Float
    /// How many get another verdict than in float32.
    public let flipped: Int
    private let threshold: Float

    /// What `shift` may be.
    public static let mostShift: Float = 0.1
    /// What `typical` may be: then about nineteen of twenty parts are within a quarter, which is
    /// what golden pictures are held to.
    public static let mostTypical: Float = 0.125

    /// Compares the scores of the same pictures.
    ///
    /// - Parameters:
    ///   - scores: In other numbers.
    ///   - exact: In float32, as many; at least one.
    ///   - threshold: Where parts begin to fail.
    public init(
        of scores: [CalibrationScore], from exact: [CalibrationScore], threshold: Float
    ) {
        precondition(scores.count == exact.count && !exact.isEmpty)
        let pairs = zip(scores.map(\.combined), exact.map(\.combined))
        let deviations = pairs.map { $0 - $1 }
        parts = exact.count
        shift = deviations.reduce(0, +) / Float(parts)
        typical = (deviations.reduce(0) { $0 + $1 * $1 } / Float(parts)).squareRoot()
        worst = deviations.map(abs).max() ?? 0
        flipped = pairs.count { Self.isFlipped($0, from: $1, at: threshold) }
        self.threshold = threshold
    }

    /// Whether a part gets another verdict than in float32.
    ///
    /// A part whose score is the threshold, which is the score of a good part, has no side.
    static func isFlipped(_ score: Float, from exact: Float, at threshold: Float) -> Bool {
        let isOnIt = abs(exact - threshold) <= onIt * max(abs(threshold), 1)
        return !isOnIt && (exact >= threshold) != (score >= threshold)
    }

    /// How near to the threshold a score is the threshold itself, rounded.
    private static let onIt: Float = 1e-5

    /// What speaks against these numbers; `nil`: they hold.
    public var objection: String? {
        let its = "the scores of its \(parts) held-out good parts"
        if !(abs(shift) <= Self.mostShift) {
            return "\(its) deviate by \(shift) on average, more than \(Self.mostShift)"
        }
        if !(typical <= Self.mostTypical) {
            return "\(its) deviate by \(typical) typically, more than \(Self.mostTypical)"
        }
        guard flipped > 0 else { return nil }
        return "\(flipped) of its \(parts) held-out good parts get another verdict at the "
            + "threshold \(threshold)"
    }

    /// For a person.
    public var text: String {
        "\(parts) held-out good parts deviate by \(Self.short(shift)) on average, "
            + "\(Self.short(typical)) typically, \(Self.short(worst)) at most, in standard "
            + "deviations (up to \(Self.mostShift) and \(Self.mostTypical) hold)"
    }

    /// Thousandths of a standard deviation are enough.
    private static func short(_ value: Float) -> Float {
        // A zero has no sign here.
        (value * 1000).rounded() / 1000 + 0
    }
}

extension Model {
    /// How far its held-out good parts' scores in other numbers are from those in float32.
    ///
    /// - Parameters:
    ///   - precision: Other numbers than float32.
    ///   - threshold: Where parts begin to fail; `nil`: just above the highest score of them.
    /// - Returns: How far; `nil`: they were not scored in these numbers.
    public func agreement(
        in precision: NetworkPrecision, threshold: Float? = nil
    ) -> ScoreAgreement? {
        guard let scores = otherScores[precision] else { return nil }
        let highest = calibrationScores.map(\.combined).max()?.nextUp ?? 0
        return ScoreAgreement(
            of: scores, from: calibrationScores, threshold: threshold ?? highest)
    }
}
