/// The scores of one picture, as the model file stores them.
public struct CalibrationScore: Sendable, Equatable {
    /// EfficientAD's image score, not standardised.
    public var picturable: Float
    /// The Mahalanobis distance; 0 in a model without PUAD.
    public var unpicturable: Float
    /// The image score that a threshold is compared with.
    public var combined: Float

    /// Collects them.
    public init(picturable: Float, unpicturable: Float, combined: Float) {
        self.picturable = picturable
        self.unpicturable = unpicturable
        self.combined = combined
    }
}

extension CalibrationScore {
    /// The scores of an assessment.
    public init(_ assessment: Assessment) {
        self.init(
            picturable: assessment.picturable.raw, unpicturable: assessment.unpicturable?.raw ?? 0,
            combined: assessment.score)
    }
}
