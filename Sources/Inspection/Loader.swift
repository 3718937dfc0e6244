internal import Anomaly
internal import Compute
internal import Host
internal import Imaging
internal import Realtime
internal import Settings

/// Makes an inspector from settings: reads the model, checks it, runs its golden pictures.
///
/// Used at the start, by a reload beside the running line, and by `--check`: what one of them
/// accepts, the others accept. Running the golden pictures also warms every buffer.
enum Loader {
    /// A model ready to serve.
    struct Loaded: ~Copyable, Sendable {
        var inspector: Inspector
        var tag: ModelTag
        var threshold: Threshold
        /// How far the golden pictures' results were from the stored ones.
        var golden: GoldenCheck.Report
        /// The scale of heat maps: from what good parts reach upwards.
        var heatMap: HeatMap
        /// What is not inspected; `nil` where all is.
        var ignore: IgnoreMask?
        /// The parameters of the networks.
        var summary: String
    }

    /// Why no inspector could be made, as a sentence.
    struct Failure: Error, CustomStringConvertible {
        let description: String
        /// Whether the settings themselves are at fault.
        var isUsage = false
        /// The digest of the model; `nil`: it could not be read, or was not.
        var digest: String?
    }

    /// Makes the inspector that the settings describe.
    ///
    /// - Parameters:
    ///   - settings: Complete and checked.
    ///   - generation: Which inspector of this process it will be.
    /// - Returns: The inspector, warmed, with what is to be said of it.
    /// - Throws: `Failure` with the sentence of whatever refused: model, golden pictures, mask.
    static func load(_ settings: Settings, generation: UInt32) throws(Failure) -> Loaded {
        let inspection = settings.inspection
        var digest: String?
        do {
            let model = try ModelFile.read(path: inspection.model)
            digest = model.digest
            let threads = Self.threads(
                asked: inspection.threads, allowed: try Machine.allowedProcessors())
            let threshold = Self.threshold(inspection, model)
            let choice = try choice(model, inspection, threshold: threshold, threads: threads)
            let ignore = try mask(inspection)
            try ignore.map { try checkMask($0, inspection, for: choice.detector) }
            let tag = ModelTag(
                generation: generation, name: FileSystem.name(of: inspection.model),
                digest: model.digest ?? "", threshold: threshold.value,
                precision: choice.precision.rawValue,
                why: "\(choice.reason); \(choice.golden.text)", threads: threads)
            let mapThreshold = Self.mapThreshold(inspection, model)
            let inspector = Inspector(
                model: tag, rules: Inspector.Rules(settings), mapThreshold: mapThreshold,
                detector: choice.detector,
                preprocessor: Preprocessor(
                    region: inspection.region.map { Imaging.Region($0) }, ignore: ignore,
                    darkLevel: UInt8(clamping: inspection.darkLevel)))
            return Loaded(
                inspector: inspector, tag: tag, threshold: threshold, golden: choice.golden,
                heatMap: HeatMap(low: mapThreshold / 2, high: mapThreshold * 2),
                ignore: ignore,
                summary: Self.summary(
                    of: model, choice, threads: threads, asked: inspection.threads))
        } catch var failure as Failure {
            failure.digest = digest
            throw failure
        } catch {
            throw Failure(description: "\(error)", digest: digest)
        }
    }

    /// The detector in the numbers that are asked for.
    private static func choice(
        _ model: Model, _ inspection: Settings.Inspection, threshold: Threshold, threads: Int
    ) throws(Failure) -> DetectorChoice {
        let source = DetectorChoice.Source(
            model: model, file: inspection.model, threshold: threshold.value, threads: threads,
            realtimePriority: inspection.realtimePriority > 0 ? inspection.realtimePriority : nil)
        do throws(ModelError) {
            return try DetectorChoice.make(source, precision: inspection.precision)
        } catch {
            guard [.bf16, .int8].contains(inspection.precision) else {
                throw Failure(description: "\(error)")
            }
            throw Failure(
                description: "\(inspection.model): in \(inspection.precision.rawValue) it is "
                    + "refused: "
                    + DetectorChoice.why(error)
                    + "; set inspection.precision to \"auto\""
                    + (inspection.precision == .int8 ? ", \"bf16\"" : "") + " or \"f32\"",
                isUsage: true)
        }
    }

    /// The mask of what is not inspected; `nil` where all is.
    static func mask(_ inspection: Settings.Inspection) throws(Failure) -> IgnoreMask? {
        guard let path = inspection.ignore else { return nil }
        do throws(ImagingError) {
            return try IgnoreMask(path: path)
        } catch {
            throw Failure(description: "inspection.ignore: \(error)")
        }
    }

    /// Refuses a mask that leaves nothing to inspect: no part could ever fail.
    private static func checkMask(
        _ mask: IgnoreMask, _ inspection: Settings.Inspection, for detector: any Detector
    ) throws(Failure) {
        let plane = mask.plane(region: inspection.region.map { Imaging.Region($0) })
        guard let plane, detector.inspectedPixels(ignored: plane.span) == 0 else { return }
        throw Failure(
            description: "inspection.ignore: the mask \(inspection.ignore ?? "") is white over all "
                + "that is inspected; leave black what is to be inspected", isUsage: true)
    }

    private static func threshold(_ inspection: Settings.Inspection, _ model: Model) -> Threshold {
        if let given = inspection.threshold { return Threshold(given: Float(given)) }
        return Threshold(
            scores: model.calibrationScores.map(\.combined),
            falseRejectRate: inspection.falseRejectRate)
    }

    /// A cell of the map belongs to a defect when so large a value is as rare, as the maximum of a
    /// good part's map, as false rejects are to be.
    private static func mapThreshold(_ inspection: Settings.Inspection, _ model: Model) -> Float {
        if let given = inspection.mapThreshold { return Float(given) }
        let limit = Threshold(
            scores: model.calibrationScores.map(\.picturable),
            falseRejectRate: inspection.falseRejectRate)
        // 0.1 is what half a percent of good pixels exceed: no box below it.
        return max(limit.value, 0.1)
    }

    /// No more threads than processors: those that wait for one would hold up the others.
    static func threads(asked: Int, allowed: Int) -> Int {
        min(asked == 0 ? allowed : asked, allowed, Team.largest)
    }

    private static func summary(
        of model: Model, _ choice: DetectorChoice, threads: Int, asked: Int
    ) -> String {
        let fewer = threads < asked ? " of the \(asked) asked for, one a processor" : ""
        return "\(model.detector.rawValue), \(model.calibrationScores.count) calibration scores, "
            + "\(model.goldenPictures.count) golden pictures, \(choice.precision.rawValue) on "
            + "\(threads) thread\(threads == 1 ? "" : "s")\(fewer) (\(choice.reason))"
    }
}

extension Inspector.Rules {
    init(_ settings: Settings) {
        let inspection = settings.inspection
        self.init(
            deadlineNanoseconds: inspection.deadline.map { UInt64(max(0, $0.nanoseconds)) },
            frozenFrames: inspection.frozenFrames, checksDark: inspection.darkLevel > 0,
            saturatedShare: Float(inspection.saturatedShare),
            size: settings.camera.size.map { PictureSize(width: $0.width, height: $0.height) })
    }
}

extension Imaging.Region {
    init(_ region: Settings.Region) {
        self.init(x: region.x, y: region.y, width: region.width, height: region.height)
    }
}

extension Ledger.Rules {
    init(_ settings: Settings, hasRealtime: Bool) {
        self.init(
            deadlineNanoseconds: settings.inspection.deadline.map {
                UInt64(max(0, $0.nanoseconds))
            },
            warmUpFrames: settings.camera.warmUpFrames,
            marginNanoseconds: hasRealtime
                ? Limits.deadlineMarginNanoseconds : Limits.ordinaryMarginNanoseconds)
    }
}
