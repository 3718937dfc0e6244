internal import Anomaly
internal import Compute
internal import Settings

/// A detector in the numbers that settings ask for, proved on the model's golden pictures.
struct DetectorChoice {
    let detector: any Detector
    /// The numbers that its networks compute with.
    let precision: NetworkPrecision
    /// How far the golden pictures' results were from the stored ones.
    let golden: GoldenCheck.Report
    /// What speaks for these numbers, for a person.
    let reason: String

    /// What every choice is made from.
    struct Source {
        let model: Model
        /// What messages call the model.
        let file: String
        /// No golden picture may change the side of it.
        let threshold: Float
        let threads: Int
        let realtimePriority: Int?
        let exact: ExactFeatures

        init(
            model: Model, file: String, threshold: Float, threads: Int, realtimePriority: Int?
        ) {
            self.model = model
            self.file = file
            self.threshold = threshold
            self.threads = threads
            self.realtimePriority = realtimePriority
            exact = ExactFeatures(of: model, threads: threads)
        }
    }

    /// Makes the detector that is asked for; `auto`: the fastest that the golden pictures accept.
    ///
    /// - Throws: `ModelError`, of the last candidate where there are several.
    static func make(
        _ source: Source, precision: Settings.Precision
    ) throws(ModelError) -> DetectorChoice {
        switch precision {
            case .f32: return try DetectorChoice(source, .f32)
            case .bf16:
                let reason = asked(isFaster: InstructionLevel.inUse.hasTiles)
                return try DetectorChoice(source, .bf16, reason: reason)
            case .int8:
                let isFaster = InstructionLevel.inUse.hasByteProducts
                return try bytes(source, reason: asked(isFaster: isFaster), all: true)
            case .auto: return try automatic(source)
        }
    }

    /// Of numbers that not every processor multiplies faster than f32.
    private static func asked(isFaster: Bool) -> String {
        isFaster ? "asked for" : "asked for, but much slower than f32 on this processor"
    }

    private static func automatic(_ source: Source) throws(ModelError) -> DetectorChoice {
        let level = InstructionLevel.inUse
        guard level.hasByteProducts else {
            return try DetectorChoice(
                source, .f32, reason: "the others are not faster on this processor")
        }
        var reasons: [String] = []
        do throws(ModelError) {
            return try bytes(source, reason: "faster than f32")
        } catch {
            reasons.append("int8 is refused: \(why(error))")
        }
        if level.hasTiles {
            do throws(ModelError) {
                return try DetectorChoice(source, .bf16, reason: "faster than f32; " + reasons[0])
            } catch {
                reasons.append("bf16 is refused: \(why(error))")
            }
        } else {
            reasons.append("bf16 is not faster on this processor")
        }
        return try DetectorChoice(source, .f32, reason: reasons.joined(separator: "; "))
    }

    /// With as many layers in bytes as the golden pictures accept; `all`: also those that did not
    /// hold when the model was made.
    private static func bytes(
        _ source: Source, reason: String, all: Bool = false
    ) throws(ModelError) -> DetectorChoice {
        let found = try ByteLayers.find(
            in: source.model, file: source.file, threads: source.threads,
            realtimePriority: source.realtimePriority, exact: source.exact,
            threshold: source.threshold, from: all ? 0 : source.model.bytesFrom ?? 0)
        let layer = found.firstLayer
        return DetectorChoice(
            detector: found.detector, precision: .int8, golden: found.golden,
            reason: layer == 0 ? reason : "\(reason), from layer \(layer + 1) on")
    }

    /// What refused, without the advice for a file that is wrong: the same file was read before.
    static func why(_ error: ModelError) -> String {
        switch error {
            case .goldenPictures(_, let reason), .badTensor(_, _, let reason): reason
            default: "\(error)"
        }
    }

    private init(
        detector: any Detector, precision: NetworkPrecision, golden: GoldenCheck.Report,
        reason: String
    ) {
        self.detector = detector
        self.precision = precision
        self.golden = golden
        self.reason = reason
    }

    private init(
        _ source: Source, _ precision: NetworkPrecision, reason: String = "asked for"
    ) throws(ModelError) {
        detector = try makeDetector(
            for: source.model, threads: source.threads, realtimePriority: source.realtimePriority,
            element: precision.element, exact: source.exact)
        self.precision = precision
        self.reason = reason
        golden = try GoldenCheck.run(
            source.model, on: detector, file: source.file, tolerance: precision.tolerance,
            // In float32 deviations are of the last digits, and a golden picture may lie on it.
            threshold: precision == .f32 ? nil : source.threshold)
    }
}
