/// The scores that can be told apart, each of which could decide alone.
public enum ScoreKind: String, Sendable, CaseIterable {
    /// EfficientAD's image score: the maximum of the anomaly map.
    case efficientAD = "EfficientAD"
    /// PUAD's Mahalanobis distance alone.
    case distance
    /// The sum of both, standardised: PUAD.
    case puad = "PUAD"
    /// The maximum of the student map alone.
    case studentMap = "student"
    /// The maximum of the autoencoder map alone.
    case autoencoderMap = "autoencoder"
}

/// All scores of one picture.
public struct PictureScores: Sendable, Equatable {
    /// EfficientAD's image score, not standardised.
    public var efficientAD: Float
    /// The Mahalanobis distance; `nil` without PUAD.
    public var distance: Float?
    /// The standardised sum; `nil` without PUAD.
    public var puad: Float?
    /// The maximum of the normalised student map.
    public var studentMap: Float
    /// The maximum of the normalised autoencoder map.
    public var autoencoderMap: Float
    /// What the model's own detector decides by.
    public var deciding: Float

    /// The score of a kind; `nil` where the model has none.
    public subscript(kind: ScoreKind) -> Float? {
        switch kind {
            case .efficientAD: efficientAD
            case .distance: distance
            case .puad: puad
            case .studentMap: studentMap
            case .autoencoderMap: autoencoderMap
        }
    }

    /// Every score that there is.
    var all: [Float] { ScoreKind.allCases.compactMap { self[$0] } + [deciding] }
}
