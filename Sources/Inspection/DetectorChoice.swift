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
    }

    /// Makes the detector that is asked for; `auto`: the fastest that the golden pictures accept.
    ///
    /// - Throws: `ModelError`, of the last candidate where there are several.
    static func make(
        _ source: Source, precision: Settings.Precision
    ) throws(ModelError) -> DetectorChoice {
        switch precision {
            case .f32: return try DetectorChoice(source, .f32)
            case .bf16: return try DetectorChoice(source, .bf16)
            case .int8: preconditionFailure("Loader.checkPrecision refuses int8")
            case .auto:
                guard InstructionLevel.inUse.hasTiles else {
                    return try DetectorChoice(
                        source, .f32, reason: "bf16 is not faster on this processor")
                }
                do throws(ModelError) {
                    return try DetectorChoice(source, .bf16, reason: "faster than f32")
                } catch {
                    let reason = "bf16 is refused: \(why(error))"
                    return try DetectorChoice(source, .f32, reason: reason)
                }
        }
    }

    /// What refused, without the advice for a file that is wrong: the same file was read before.
    static func why(_ error: ModelError) -> String {
        switch error {
            case .goldenPictures(_, let reason), .badTensor(_, _, let reason): reason
            default: "\(error)"
        }
    }

    private init(
        _ source: Source, _ precision: NetworkPrecision, reason: String = "asked for"
    ) throws(ModelError) {
        detector = try makeDetector(
            for: source.model, threads: source.threads, realtimePriority: source.realtimePriority,
            element: precision.element)
        self.precision = precision
        self.reason = reason
        golden = try GoldenCheck.run(
            source.model, on: detector, file: source.file, tolerance: precision.tolerance,
            // In float32 deviations are of the last digits, and a golden picture may lie on it.
            threshold: precision == .f32 ? nil : source.threshold)
    }
}
