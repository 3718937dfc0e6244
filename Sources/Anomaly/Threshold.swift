/// Where the line between pass and fail was drawn, and what the good parts behind it can promise.
///
/// The threshold is an order statistic of `count` scores of held-out good parts. Of the parts that
/// come from the same process, a new good one scores above the k-th largest of n with probability
/// k/(n+1) on average; how far off that can be for the n at hand is `confidenceBound`.
public struct Threshold: Sendable, Equatable {
    /// A part fails from this image score on.
    public let value: Float
    /// The false-reject rate that was asked for; `nil` when the threshold was given outright.
    public let asked: Double?
    /// The expected false-reject rate, k/(n+1); `nil` when the threshold was given outright.
    public let promised: Double?
    /// With 95 % confidence the false-reject rate is at most this; `nil` as above.
    public let confidenceBound: Double?
    /// The calibration scores that it rests on, n.
    public let count: Int

    /// Whether the good parts at hand support what was asked for.
    public var isSupported: Bool {
        guard let asked, let promised else { return true }
        return promised <= asked
    }

    /// Takes the threshold that a person chose.
    public init(given value: Float) {
        self.value = value
        asked = nil
        promised = nil
        confidenceBound = nil
        count = 0
    }

    /// Draws the line so that good parts fail no more often than `rate`, where the scores allow it.
    ///
    /// With fewer than 1/rate − 1 scores not even the largest supports the rate: the threshold is
    /// then just above the largest and `isSupported` is false.
    ///
    /// - Parameters:
    ///   - scores: The image scores of held-out good parts; at least one, all finite.
    ///   - rate: The false-reject rate that was asked for, above 0 and below 1.
    /// - Source: Order statistics: U of the k-th largest of n is Beta(k, n − k + 1).
    public init(scores: [Float], falseRejectRate rate: Double) {
        precondition(!scores.isEmpty && rate > 0 && rate < 1)
        let n = scores.count
        // A product that is whole but for rounding counts as whole.
        let k = min(max(Int(rate * Double(n + 1) + 1e-9), 1), n)
        value = scores.sorted()[n - k].nextUp
        asked = rate
        promised = Double(k) / Double(n + 1)
        confidenceBound = orderStatisticBound(rank: k, of: n, confidence: 0.95)
        count = n
    }

    /// What a person should know when more was asked than the scores support; else `nil`.
    public var warning: String? {
        guard !isSupported, let asked, let promised, let confidenceBound else { return nil }
        let needed = Int((1 / asked).rounded(.up)) - 1
        return """
            false_reject_rate \(asked) needs at least \(needed) calibration scores, the model has \
            \(count): it can promise \(Self.percent(promised)) on average and at most \
            \(Self.percent(confidenceBound)) with 95 % confidence; add good parts or ask for less
            """
    }

    /// How many of `parts` new good parts may fail: the upper end of a two-sided 95 % interval.
    ///
    /// `confidenceBound` is of the rate itself; a count of failures also has the chance of which
    /// parts were counted, so it may exceed that bound and the promise still hold. The end of the
    /// interval is at 97.5 %, for up to a point and a half of confidence is lost where the scales
    /// of the scores were fitted to the calibration parts themselves; `bench promise` measures it.
    ///
    /// - Returns: From 0 to `parts`; `nil` for a threshold that was given outright.
    public func mostFailures(among parts: Int) -> Int? {
        guard let promised else { return nil }
        let rank = Int((promised * Double(count + 1)).rounded())
        return mostAbove(rank: rank, of: count, among: parts, confidence: 0.975)
    }

    private static func percent(_ rate: Double) -> String {
        let hundredths = Int((rate * 10_000).rounded(.up))
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
    }
}
