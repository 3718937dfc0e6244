/// Runs a model's golden pictures and compares what comes out with what is stored.
public enum GoldenCheck {
    /// How far scores and maps may lie from the stored ones.
    ///
    /// A deviation counts relative to the larger of the stored value's size and 1 for scores, and
    /// to the stored map's range or largest size for maps, or to what the maps of good parts reach:
    /// float32 sums in another order differ by a few millionths of them, a wrong weight or picture
    /// by far more.
    public struct Tolerance: Sendable, Equatable {
        /// Of the three scores.
        public var score: Float
        /// Of each cell.
        public var map: Float
        /// Of the decisive score on average over the pictures, in standard deviations of good
        /// parts.
        ///
        /// What every picture has in common moves parts over the threshold, what each has for
        /// itself hardly does.
        public var shift = Float.infinity
        /// Whether a map's deviation is relative to what the maps of good parts reach.
        public var isOfGoodParts = false

        /// Pairs the two.
        public init(score: Float, map: Float) {
            self.score = score
            self.map = map
        }

        /// For networks computed in float32.
        public static let float32 = Tolerance(score: 1e-3, map: 1e-3)
        /// For networks computed in bfloat16: a quarter of the good parts' standard deviation, a
        /// tenth on average, and for maps 1.5 % of what good parts reach.
        public static let bfloat16 = ofGoodParts(map: 0.015)
        /// For networks computed in bytes: the same, and for maps 10 %.
        public static let int8 = ofGoodParts(map: 0.1)

        /// The same, but for the average: where many good parts were scored in the same numbers,
        /// whose average has the same limit, four pictures say nothing more of it.
        public var withoutShift: Tolerance {
            var tolerance = self
            tolerance.shift = .infinity
            return tolerance
        }

        private static func ofGoodParts(map: Float) -> Tolerance {
            var tolerance = Tolerance(score: 0.25, map: map)
            tolerance.shift = 0.1
            tolerance.isOfGoodParts = true
            return tolerance
        }
    }

    /// What a check that succeeded saw.
    public struct Report: Sendable, Equatable {
        /// How many pictures were run.
        public let pictures: Int
        /// The largest relative deviation of a score.
        public let worstScore: Float
        /// The largest relative deviation of a map's cell.
        public let worstMap: Float

        /// For a person.
        public var text: String {
            "\(pictures) golden pictures agree: scores to \(worstScore), maps to \(worstMap)"
        }
    }

    /// Checks that `detector` reproduces the golden pictures of `model`.
    ///
    /// - Parameters:
    ///   - model: With its golden pictures.
    ///   - detector: Made for that model.
    ///   - file: What messages call the model.
    ///   - tolerance: How exact the detector is meant to be.
    ///   - threshold: Where parts begin to fail, which no picture may come to the other side of
    ///     unless it lies on it; `nil`: that is not looked at.
    /// - Returns: The worst deviations.
    /// - Throws: `.goldenPictures` with the first picture that deviates; also if there is none.
    @discardableResult
    public static func run(
        _ model: Model, on detector: any Detector, file: String,
        tolerance: Tolerance = .float32, threshold: Float? = nil
    ) throws(ModelError) -> Report {
        guard !model.goldenPictures.isEmpty else {
            throw .goldenPictures(file: file, reason: "it has none")
        }
        let reached =
            tolerance.isOfGoodParts ? model.calibrationScores.map(\.picturable).max() ?? 0 : 0
        var (worstScore, worstMap, shift) = (Float(0), Float(0), Float(0))
        for (index, golden) in model.goldenPictures.enumerated() {
            let now = record(golden.picture, on: detector)
            let (score, map) = deviations(of: now, from: golden, reached: reached)
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
            if let threshold {
                let (before, after) = (golden.score.combined, now.score.combined)
                guard !ScoreAgreement.isFlipped(after, from: before, at: threshold) else {
                    throw .goldenPictures(
                        file: file,
                        reason: "picture \(index): the score \(after) is on the other side of the "
                            + "threshold \(threshold) than \(before), which is stored")
                }
            }
            (worstScore, worstMap) = (max(worstScore, score), max(worstMap, map))
            shift +=
                (now.score.combined - golden.score.combined) / Float(model.goldenPictures.count)
        }
        guard abs(shift) <= tolerance.shift else {
            throw .goldenPictures(
                file: file,
                reason: "the scores of the \(model.goldenPictures.count) golden pictures deviate "
                    + "by \(shift) on average, in standard deviations of good parts, more than "
                    + "\(tolerance.shift)")
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
        of now: GoldenPicture, from golden: GoldenPicture, reached: Float
    ) -> (score: Float, map: Float) {
        let scores = [
            (now.score.picturable, golden.score.picturable),
            (now.score.unpicturable, golden.score.unpicturable),
            (now.score.combined, golden.score.combined),
        ]
        let score = scores.map { deviation($0, from: $1, scale: max(abs($1), 1)) }.max() ?? 0
        let range = (golden.map.max() ?? 0) - (golden.map.min() ?? 0)
        let scale = max(range, golden.map.map(abs).max() ?? 0, reached, .leastNormalMagnitude)
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
