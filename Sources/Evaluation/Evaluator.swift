public import Anomaly
import Imaging

/// Judges every picture of a test set and measures how well that goes.
///
/// Kept in memory are, for each picture, its map (12 KiB) and the runs of its defects; pixels are
/// made of them when they are ranked.
public struct Evaluator: ~Copyable {
    /// Told how far the work is; false asks it to stop.
    public typealias Report = (EvaluationProgress) -> Bool

    private let model: Model
    private let options: EvaluationOptions
    private let report: Report
    private var preprocessor: Preprocessor

    /// A picture that can be used, with its truth.
    private struct Labelled {
        let picture: TestSet.Picture
        let truth: PictureTruth
    }

    /// Prepares an evaluation.
    ///
    /// - Parameters:
    ///   - model: Whole.
    ///   - options: What may be chosen.
    ///   - report: Told how far the work is; false asks it to stop.
    public init(_ model: Model, options: EvaluationOptions, report: @escaping Report) {
        self.model = model
        self.options = options
        self.report = report
        preprocessor = Preprocessor(region: options.region)
    }

    /// Evaluates.
    ///
    /// - Parameter set: The pictures.
    /// - Returns: What was measured.
    /// - Throws: The first reason why nothing can be measured.
    public mutating func evaluate(_ set: TestSet) throws(EvaluationError) -> Evaluation {
        let missing = set.pictures.filter { $0.truth == .missing }.map(\.path)
        guard options.imageOnly || missing.isEmpty else { throw .missingMasks(missing) }
        let (labelled, skipped) = try read(set)
        let pictures = try score(labelled)
        var evaluation = grouped(pictures, set: set, skipped: skipped)
        evaluation.warnings += warnings(of: labelled)
        if !options.imageOnly, labelled.contains(where: { !$0.truth.small.regions.isEmpty }) {
            let ranker = PixelRanker(
                pictures, truths: labelled.map(\.truth), options: options, report: report)
            try ranker.rank(&evaluation)
        }
        return evaluation
    }

    // MARK: Reading

    private mutating func read(
        _ set: TestSet
    ) throws(EvaluationError) -> (labelled: [Labelled], skipped: [String]) {
        var truths = TruthReader(region: options.region, saturations: set.saturations)
        var (labelled, unusable): ([Labelled], [String]) = ([], [])
        for (index, picture) in set.pictures.enumerated() {
            try say(.reading, index, set.pictures.count)
            do throws(UnusablePicture) {
                let size = try load(picture.path)
                let truth = try truths.read(
                    picture, size: size, inspected: preprocessor.regionPicture.size)
                labelled.append(Labelled(picture: picture, truth: truth))
            } catch {
                unusable.append(error.reason)
            }
        }
        try say(.reading, set.pictures.count, set.pictures.count)
        guard options.skipsUnreadable || unusable.isEmpty else { throw .unusable(unusable) }
        guard labelled.contains(where: { $0.picture.kind == nil }) else {
            throw .noGood(path: set.folder)
        }
        return (labelled, unusable)
    }

    /// Reads and prepares one picture; answers the size of the whole.
    private mutating func load(_ path: String) throws(UnusablePicture) -> PictureSize {
        do throws(ImagingError) {
            let picture = try PictureFile.read(path)
            let layout = FrameLayout(format: .rgb3, width: picture.width, height: picture.height)
            _ = try preprocessor.prepare(picture.bytes, layout: layout)
            return picture.size
        } catch {
            let said = error.description
            throw UnusablePicture(reason: said.hasPrefix(path) ? said : "\(path): \(said)")
        }
    }

    private func warnings(of labelled: [Labelled]) -> [String] {
        var warnings: [String] = []
        if !labelled.contains(where: { $0.picture.kind != nil }) {
            warnings.append("there are no defective parts, so only false rejects are measured")
        }
        let empty = labelled.filter { $0.picture.kind != nil && $0.truth.small.regions.isEmpty }
        if !options.imageOnly, let first = empty.first {
            warnings.append(
                "\(empty.count) masks show no defect at 256x256; for the pixels these pictures "
                    + "count as good; for example that of \(first.picture.path)")
        }
        return warnings
    }

    // MARK: Scoring

    private mutating func score(
        _ labelled: [Labelled]
    ) throws(EvaluationError) -> [Evaluation.Picture] {
        let scorer = try scorer()
        var pictures: [Evaluation.Picture] = []
        for (index, item) in labelled.enumerated() {
            try say(.scoring, index, labelled.count)
            do throws(UnusablePicture) {
                _ = try load(item.picture.path)
            } catch {
                throw .unusable([error.reason])
            }
            let scores = scorer.score(preprocessor.picture.bytes)
            guard scores.all.allSatisfy(\.isFinite), scorer.map.allSatisfy(\.isFinite) else {
                throw .notFinite(path: item.picture.path)
            }
            pictures.append(
                Evaluation.Picture(
                    path: item.picture.path, kind: item.picture.kind, scores: scores,
                    map: scorer.map, truth: item.truth.small))
        }
        try say(.scoring, labelled.count, labelled.count)
        return pictures
    }

    private func scorer() throws(EvaluationError) -> PictureScorer {
        do throws(ModelError) {
            return try PictureScorer(model, threads: options.threads)
        } catch {
            throw .model(error)
        }
    }

    private func say(
        _ stage: EvaluationProgress.Stage, _ done: Int, _ total: Int
    ) throws(EvaluationError) {
        guard report(EvaluationProgress(stage: stage, done: done, total: total)) else {
            throw .cancelled
        }
    }

    // MARK: Grouping

    /// The image metrics of each kind, and the thresholds' promises.
    private func grouped(
        _ pictures: [Evaluation.Picture], set: TestSet, skipped: [String]
    ) -> Evaluation {
        let good = pictures.filter { $0.kind == nil }
        let defective = pictures.filter { $0.kind != nil }
        let kinds = Set(defective.compactMap(\.kind)).sorted().map { kind in
            Evaluation.Group(kind, good, defective.filter { $0.kind == kind })
        }
        let promises = PromiseCheck.both(of: model, options, good, defective)
        let advice =
            model.gaussian == nil
            ? nil : DetectorAdvice(model.calibrationScores, model.detector)
        return Evaluation(
            folder: set.folder, pictures: pictures, kinds: kinds,
            all: Evaluation.Group("all", good, defective), stretched: nil, promises: promises,
            advice: advice?.tried(promises),
            mapThreshold: mapThreshold, skipped: skipped, warnings: [])
    }

    /// As the daemon draws heat maps: as rare in good parts as false rejects are to be.
    private var mapThreshold: Float {
        let limit = Threshold(
            scores: model.calibrationScores.map(\.picturable),
            falseRejectRate: options.falseRejectRate)
        return max(limit.value, 0.1)
    }
}

extension Evaluation.Group {
    /// Ranks one kind of defective pictures against all good ones.
    init(_ name: String, _ good: [Evaluation.Picture], _ defective: [Evaluation.Picture]) {
        self.name = name
        count = defective.count
        var image: [ScoreKind: RankMetrics] = [:]
        for kind in ScoreKind.allCases {
            let scores = (good + defective).compactMap { $0.scores[kind] }
            guard scores.count == good.count + defective.count else { continue }
            image[kind] = RankMetrics(
                good: Array(scores.prefix(good.count)),
                defective: Array(scores.dropFirst(good.count)))
        }
        self.image = image
    }
}

extension PromiseCheck {
    /// The model's own detector first; then the other one, where the model can be both.
    fileprivate static func both(
        of model: Model, _ options: EvaluationOptions, _ good: [Evaluation.Picture],
        _ defective: [Evaluation.Picture]
    ) -> [PromiseCheck] {
        let other = model.detector.with(puad: !model.detector.hasPUAD)
        let isBoth = model.gaussian != nil && options.threshold == nil
        return ([model.detector] + (isBoth ? [other] : [])).map { detector in
            let threshold =
                options.threshold.map(Threshold.init(given:))
                ?? Threshold(
                    scores: model.calibrationScores(for: detector),
                    falseRejectRate: options.falseRejectRate)
            let deciding = { (picture: Evaluation.Picture) in
                !detector.hasPUAD
                    ? Float(
                        model.standardisation.picturable.standardised(
                            Double(picture.scores.efficientAD)))
                    : picture.scores.puad ?? picture.scores.deciding
            }
            return PromiseCheck(
                detector, threshold, good: good.map(deciding), defective: defective.map(deciding))
        }
    }
}

extension Model {
    /// The calibration scores as a detector would decide by them.
    fileprivate func calibrationScores(for detector: DetectorKind) -> [Float] {
        guard detector != self.detector else { return calibrationScores.map(\.combined) }
        return calibrationScores.map { score in
            let structural = Float(
                standardisation.picturable.standardised(Double(score.picturable)))
            guard detector.hasPUAD, let spread = standardisation.unpicturable else {
                return structural
            }
            return structural + Float(spread.standardised(Double(score.unpicturable)))
        }
    }
}
