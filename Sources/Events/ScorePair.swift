/// A score as it was computed and as it counts.
public struct ScorePair: Sendable, Equatable {
    /// The number computed.
    public var raw: Float
    /// `raw` in standard deviations from the mean of the held-out good parts.
    public var normalised: Float

    /// Pairs the two.
    public init(raw: Float, normalised: Float) {
        self.raw = raw
        self.normalised = normalised
    }
}
