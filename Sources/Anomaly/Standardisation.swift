/// What makes the two scores comparable, so that their plain sum is the image score.
///
/// - Source: PUAD, the standardisation on the validation split.
public struct Standardisation: Sendable, Equatable {
    /// Of EfficientAD's image score.
    public var picturable: ScoreSpread
    /// Of the Mahalanobis distance; `nil` in a model without PUAD.
    public var unpicturable: ScoreSpread?

    /// Pairs the two.
    public init(picturable: ScoreSpread, unpicturable: ScoreSpread?) {
        self.picturable = picturable
        self.unpicturable = unpicturable
    }
}
