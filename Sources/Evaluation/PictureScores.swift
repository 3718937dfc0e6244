internal import Anomaly

/// The scores that can be told apart, each of which could decide alone.
public enum ScoreKind: String, Sendable, CaseIterable {
    /// EfficientAD's or the memory's image score: the maximum of the anomaly map.
    case efficientAD = "EfficientAD"
    /// PUAD's Mahalanobis distance alone.
    case distance
    /// The sum of both, standardised: PUAD.
    case puad = "PUAD"
    /// The maximum of the student map alone; none with a memory.
    case studentMap = "student"
    /// The maximum of the autoencoder map alone; none with a memory.
    case autoencoderMap = "autoencoder"

    /// Its name in tables, for a model of this detector.
    func title(_ detector: DetectorKind?) -> String {
        self == .efficientAD && detector?.hasMemory == true ? "memory" : rawValue
    }

    /// Its name in JSON, for a model of this detector.
    func key(_ detector: DetectorKind?) -> String { title(detector).lowercased() }
}

/// All scores of one picture.
public struct PictureScores: Sendable, Equatable {
    /// The image score of EfficientAD or of the memory, not standardised.
    public var efficientAD: Float
    /// The Mahalanobis distance; `nil` without PUAD.
    public var distance: Float?
    /// The standardised sum; `nil` without PUAD.
    public var puad: Float?
    /// The maximum of the normalised student map; `nil` with a memory.
    public var studentMap: Float?
    /// The maximum of the normalised autoencoder map; `nil` with a memory.
    public var autoencoderMap: Float?
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
