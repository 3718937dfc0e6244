import Anomaly
import Imaging

/// Scores the held-out pictures in the numbers that the processor multiplies faster than float32,
/// so that a daemon knows what it would lose.
struct PrecisionTrial: ~Copyable {
    private let options: FittingOptions
    private let report: ModelFitter.Report
    private let paths: [String]
    private var loader: PictureLoader

    /// Prepares a trial.
    ///
    /// - Parameters:
    ///   - paths: The held-out pictures, in the order of the model's calibration scores.
    ///   - options: Those of the fit.
    ///   - report: Told how far the work is; false asks it to stop.
    init(on paths: [String], options: FittingOptions, report: @escaping ModelFitter.Report) {
        self.options = options
        self.report = report
        self.paths = paths
        loader = PictureLoader(region: options.region)
    }

    /// Adds to a model, which is complete but for that, its scores in other numbers.
    ///
    /// In bytes with as many layers as hold; where none does, with the fewest, whose scores say so.
    mutating func run(_ model: inout Model) throws(FittingError) {
        let exact = ExactFeatures(of: model, threads: options.threads)
        if NetworkPrecision.bf16.isFast {
            let detector = try detector(for: model, .bf16, exact)
            model.otherScores[.bf16] = try scores(of: detector)
            model.rounding[.bf16] = detector.rounding
        }
        guard NetworkPrecision.int8.isFast, model.weights.ranges != nil else { return }
        let last = model.weights.hiddenLayers - 1
        for layer in 0...last {
            let detector = try detector(for: model, .int8, exact, bytesFrom: layer)
            let holds = try goldenHold(model, on: detector)
            guard holds || layer == last else { continue }
            model.otherScores[.int8] = try scores(of: detector)
            (model.bytesFrom, model.rounding[.int8]) = (layer, detector.rounding)
            if model.agreement(in: .int8)?.objection == nil { return }
        }
    }

    private func goldenHold(
        _ model: Model, on detector: any Detector
    ) throws(FittingError) -> Bool {
        do throws(ModelError) {
            try GoldenCheck.run(
                model, on: detector, file: "the new model", tolerance: .int8.withoutShift)
            return true
        } catch {
            guard case .goldenPictures = error else { throw .model(error) }
            return false
        }
    }

    private mutating func scores(
        of detector: any Detector
    ) throws(FittingError) -> [CalibrationScore] {
        var scores: [CalibrationScore] = []
        for path in paths {
            try say(scores.count)
            do throws(ImagingError) {
                try loader.load(path)
            } catch {
                throw .pictures(error)
            }
            scores.append(
                CalibrationScore(detector.assess(loader.picture, ignored: Span())))
        }
        try say(paths.count)
        return scores
    }

    private func say(_ done: Int) throws(FittingError) {
        guard report(FittingProgress(stage: .precisions, done: done, total: paths.count)) else {
            throw .cancelled
        }
    }

    private func detector(
        for model: Model, _ precision: NetworkPrecision, _ exact: ExactFeatures,
        bytesFrom layer: Int = 0
    ) throws(FittingError) -> any Detector {
        do throws(ModelError) {
            return try makeDetector(
                for: model, threads: options.threads, element: precision.element,
                bytesFrom: layer, exact: exact)
        } catch {
            throw .model(error)
        }
    }
}
