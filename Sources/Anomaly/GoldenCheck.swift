/// Runs a model's golden pictures and compares what comes out with what is stored.
public enum GoldenCheck {
    /// How far scores and maps may lie from the stored ones.
    ///
    /// A deviation counts relative to the larger of the stored value's size and 1 for scores, and
    /// to the stored map's largest size for maps: float32 sums in another order differ by a few
    /// millionths, a wrong weight or picture by far more.
    public struct Tolerance: Sendable, Equatable {
        /// Of the three scores.
        public var score: Float
        /// Of each cell.
        public var map: Float

        /// Pairs the two.
        public init(score: Float, map: Float) {
            self.score = score
            self.map = map
        }

        /// For networks computed in float32.
        public static let float32 = Tolerance(score: 1e-3, map: 1e-3)
    }

    /// What a check that succeeded saw.
    public struct Report: Sendable, Equatable {
        /// How many pictures were run.
        public let pictures: Int
        /// The largest relative deviation of a score.
        public let worstScore: Float
        /// The largest relative deviation of a map's cell.
        public let worstMap: Float
    }

    /// Checks that `detector` reproduces the golden pictures of `model`.
    ///
    /// - Parameters:
    ///   - model: With its golden pictures.
    ///   - detector: Made for that model.
    ///   - file: What messages call the model.
    ///   - tolerance: How exact the detector is meant to be.
    /// - Returns: The worst deviations.
    /// - Throws: `.goldenPictures` with the first picture that deviates; also if there is none.
    @discardableResult
    public static func run(
        _ model: Model, on detector: any Detector, file: String,
        tolerance: Tolerance = .float32
    ) throws(ModelError) -> Report {
        guard !model.goldenPictures.isEmpty else {
            throw .goldenPictures(file: file, reason: "it has none")
        }
        var (worstScore, worstMap) = (Float(0), Float(0))
        for (index, golden) in model.goldenPictures.enumerated() {
            let (score, map) = deviations(from: golden, on: detector)
            guard score <= tolerance.score else {
                throw .goldenPictures(
                    file: file,
                    reason: "picture \(index): a score deviates by \(score), more than "
                        + "\(tolerance.score)")
            }
            guard map <= tolerance.map else {
                throw .goldenPictures(
                    file: file,
                    reason: "picture \(index): the map deviates by \(map), more than "
                        + "\(tolerance.map)")
            }
            (worstScore, worstMap) = (max(worstScore, score), max(worstMap, map))
        }
        return Report(
            pictures: model.goldenPictures.count, worstScore: worstScore, worstMap: worstMap)
    }

    /// What `detector` makes of a picture now, to be kept as a golden one.
    public static func record(_ picture: [UInt8], on detector: any Detector) -> GoldenPicture {
        let assessment = detector.assess(picture.span, ignored: Span())
        return GoldenPicture(
            picture: picture, score: CalibrationScore(assessment), map: map(of: detector))
    }

    /// The relative deviations of scores and map; infinite where a value is not a number.
    private static func deviations(
        from golden: GoldenPicture, on detector: any Detector
    ) -> (score: Float, map: Float) {
        let now = record(golden.picture, on: detector)
        let scores = [
            (now.score.picturable, golden.score.picturable),
            (now.score.unpicturable, golden.score.unpicturable),
            (now.score.combined, golden.score.combined),
        ]
        let score = scores.map { deviation($0, from: $1, scale: max(abs($1), 1)) }.max() ?? 0
        let scale = max(golden.map.map(abs).max() ?? 0, .leastNormalMagnitude)
        let map = zip(now.map, golden.map).map { deviation($0, from: $1, scale: scale) }.max()
        return (score, map ?? 0)
    }

    private static func deviation(_ value: Float, from stored: Float, scale: Float) -> Float {
        value.isFinite ? abs(value - stored) / scale : .infinity
    }

    private static func map(of detector: any Detector) -> [Float] {
        var map = [Float](repeating: 0, count: detector.mapSide * detector.mapSide)
        var view = map.mutableSpan
        detector.copyMap(into: &view)
        return map
    }
}
