import Anomaly

/// How good a model is on labelled pictures.
public struct Evaluation: Sendable {
    /// One picture, as it was judged.
    public struct Picture: Sendable {
        /// The file.
        public let path: String
        /// The kind of its defect; `nil` for a good part.
        public let kind: String?
        /// Its scores.
        public let scores: PictureScores
        /// Its anomaly map, (56, 56).
        public let map: [Float]
        /// Its defects at 256x256.
        public let truth: DefectRegions
    }

    /// What was measured of one kind of defect against all good parts, or of all kinds.
    public struct Group: Sendable {
        /// The kind, or `all`.
        public let name: String
        /// How many defective parts.
        public let count: Int
        /// The ranks of the images, by score; kinds that the model does not have are missing.
        public let image: [ScoreKind: RankMetrics]
        /// The ranks of the pixels, with the map where the networks looked; `nil` without masks.
        public var pixel: PixelMetrics?
        /// AU-sPRO at the original resolution up to 0.05 and 0.3; `nil` but for LOCO.
        public var saturated: PixelMetrics?
    }

    /// The folder that was evaluated.
    public let folder: String
    /// Every picture, good parts first.
    public let pictures: [Picture]
    /// Each kind of defect.
    public internal(set) var kinds: [Group]
    /// All kinds at once.
    public internal(set) var all: Group
    /// The pixels of all kinds with the map stretched over the picture, as PUAD publishes it.
    public internal(set) var stretched: PixelMetrics?
    /// The model's detector at its threshold, then the other one at its own.
    public let promises: [PromiseCheck]
    /// What good parts alone say about the detectors; `nil` where they say nothing.
    public let advice: DetectorAdvice?
    /// The value of the anomaly map from which a place counts as part of a defect.
    public let mapThreshold: Float
    /// Pictures that were left out; each is a sentence.
    public let skipped: [String]
    /// What is doubtful; each is a sentence.
    public var warnings: [String]

    /// The model's own detector.
    var detector: DetectorKind? { promises.first?.detector }
    /// Good parts.
    public var good: [Picture] { pictures.filter { $0.kind == nil } }
    /// Defective parts.
    public var defective: [Picture] { pictures.filter { $0.kind != nil } }

    /// The mean of the seven metrics of the detector that decides; `nil` if one is undefined.
    public var meanOfSeven: Double? {
        let kind: ScoreKind =
            detector?.hasPUAD == true ? .puad : .efficientAD
        let (image, pixel) = (all.image[kind], all.pixel?.rank)
        return meanOfMetrics([
            image?.auroc, image?.averagePrecision, image?.f1Max?.value, pixel?.auroc,
            pixel?.averagePrecision, pixel?.f1Max?.value, all.pixel?.auPRO,
        ])
    }
}
