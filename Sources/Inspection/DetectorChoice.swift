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
            case .bf16: return try DetectorChoice(source, .bf16, reason: asked(.bf16))
            case .int8: return try bytes(source, reason: asked(.int8))
            case .auto: return try automatic(source)
        }
    }

    /// Of numbers that not every processor multiplies faster than f32.
    private static func asked(_ precision: NetworkPrecision) -> String {
        precision.isFast ? "asked for" : "asked for, but much slower than f32 on this processor"
    }

    private static func automatic(_ source: Source) throws(ModelError) -> DetectorChoice {
        guard NetworkPrecision.int8.isFast else {
            return try DetectorChoice(
                source, .f32, reason: "the others are not faster on this processor")
        }
        var reasons: [String] = []
        do throws(ModelError) {
            try checkScored(source)
            return try bytes(source, reason: "faster than f32")
        } catch {
            reasons.append("int8 is refused: \(why(error))")
        }
        if NetworkPrecision.bf16.isFast {
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

    /// Four golden pictures are too few witnesses of bytes, where nobody asked for them: the
    /// model's good parts are to have been scored in them, or it has to be known why not.
    private static func checkScored(_ source: Source) throws(ModelError) {
        guard source.model.weights.ranges != nil, source.model.otherScores[.int8] == nil
        else { return }
        throw .goodParts(
            file: source.file, precision: .int8,
            reason: "its held-out good parts were not scored in it, which `sight calibrate` does "
                + "on such a processor")
    }

    /// With the layers in bytes that the good parts were scored with, or else as many as the golden
    /// pictures accept.
    private static func bytes(
        _ source: Source, reason: String
    ) throws(ModelError) -> DetectorChoice {
        let agreement = try agreement(of: source, in: .int8)
        let found = try ByteLayers.find(
            in: source.model, file: source.file, threads: source.threads,
            realtimePriority: source.realtimePriority, exact: source.exact,
            threshold: source.threshold)
        let layer = found.firstLayer
        let layers = layer == 0 ? reason : "\(reason), from layer \(layer + 1) on"
        return DetectorChoice(
            detector: found.detector, precision: .int8, golden: found.golden,
            reason: layers + (agreement ?? "; its held-out good parts were not scored in it"))
    }

    /// What the held-out good parts' scores say of such numbers; `nil`: they were not scored in
    /// them.
    ///
    /// - Throws: `.goodParts` where they are too far from those in float32.
    private static func agreement(
        of source: Source, in precision: NetworkPrecision
    ) throws(ModelError) -> String? {
        let agreement = source.model.agreement(in: precision, threshold: source.threshold)
        guard let agreement else { return nil }
        if let objection = agreement.objection {
            throw .goodParts(file: source.file, precision: precision, reason: objection)
        }
        return "; " + agreement.text
    }

    /// What refused, without the advice for a file that is wrong: the same file was read before.
    static func why(_ error: ModelError) -> String {
        switch error {
            case .goldenPictures(_, let reason), .badTensor(_, _, let reason),
                .goodParts(_, _, let reason):
                reason
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
        let agreement = try Self.agreement(of: source, in: precision)
        detector = try makeDetector(
            for: source.model, threads: source.threads, realtimePriority: source.realtimePriority,
            element: precision.element, exact: source.exact)
        self.precision = precision
        self.reason = reason + (agreement ?? "")
        golden = try GoldenCheck.run(
            source.model, on: detector, file: source.file,
            tolerance: precision.tolerance(of: source.model),
            // In float32 deviations are of the last digits, and a golden picture may lie on it.
            threshold: precision == .f32 ? nil : source.threshold)
    }
}
