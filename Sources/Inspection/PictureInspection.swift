internal import Anomaly
internal import Capture
public import Events
internal import Host
internal import Imaging
internal import Realtime
public import Settings

/// Judges picture files exactly as the daemon judges frames: `sight inspect`.
public struct PictureInspection: ~Copyable {
    /// Why pictures cannot be inspected, as a sentence.
    public struct Failure: Error, CustomStringConvertible {
        /// What, where, what to do.
        public let description: String
    }

    private var inspector: Inspector
    private let tag: ModelTag
    private let heatMap: HeatMap
    private let ignore: IgnoreMask?
    private let region: Imaging.Region?
    private var size = PictureSize(width: 0, height: 0)
    private let clock = SystemClock()
    private var sequence: UInt64 = 0
    private var hasMap = false
    private var overlay = RGBPicture()
    /// What a person should know of the threshold; `nil` when all is well.
    public let warning: String?

    /// Loads the model that the settings name and checks it with its golden pictures.
    public init(_ settings: Settings) throws(Failure) {
        do {
            let loaded = try Loader.load(settings, generation: 0)
            tag = loaded.tag
            heatMap = loaded.heatMap
            ignore = loaded.ignore
            region = settings.inspection.region.map { Imaging.Region($0) }
            warning = loaded.threshold.warning
            inspector = loaded.inspector
        } catch {
            throw Failure(description: "\(error)")
        }
    }

    /// The image score from which a part fails.
    public var threshold: Float { tag.threshold }

    /// Judges one file; one that is no picture is `undecided(corrupt)`, as in the daemon.
    ///
    /// - Parameter path: A PNG, JPEG or BMP file.
    /// - Returns: The verdict event, as the daemon would say it.
    /// - Throws: `Failure` when the file cannot be read at all.
    public mutating func inspect(_ path: String) throws(Failure) -> VerdictEvent {
        let begun = clock.now()
        var info = FrameInfo(
            layout: FrameLayout(format: .rgb3, width: 0, height: 0, bytesPerRow: 0))
        info.capturedAt = begun
        info.isSimulated = true
        info.partID = InlineText(path)
        sequence += 1
        let outcome = try outcome(of: path, &info, begun: begun)
        let entry = Ledger.Entry(
            ordinal: sequence, info: info, queued: begun, deadline: nil, isWarmingUp: false)
        let verdict: Verdict
        switch outcome.result {
            case .judged(let assessment):
                verdict = Decision.verdict(assessment, threshold: tag.threshold)
            case .undecided(let reason): verdict = .undecided(reason)
        }
        var event = VerdictComposer.event(
            for: entry, verdict: verdict, outcome: outcome, model: tag, at: clock.now())
        event.sequence = sequence
        event.time = clock.wallNanoseconds() / 1000
        return event
    }

    /// Writes the last picture with its heat map as a PNG file, if it was judged.
    ///
    /// - Returns: Whether there was a map to draw.
    public mutating func writeHeatMap(to path: String) throws(Failure) -> Bool {
        guard hasMap else { return false }
        let heatMap = heatMap
        let map = inspector.copyOfMap()
        let ignored = try ignoredPixels()
        var overlay = RGBPicture()
        swap(&overlay, &self.overlay)
        inspector.withRegionPicture { picture in
            heatMap.draw(map.span, over: picture, ignored: ignored.span, into: &overlay)
        }
        defer { swap(&overlay, &self.overlay) }
        do throws(ImagingError) {
            try PictureFile.write(overlay, to: path)
        } catch {
            throw Failure(description: error.description)
        }
        return true
    }

    /// The mask over the last picture's region; empty where all is inspected.
    private func ignoredPixels() throws(Failure) -> [UInt8] {
        guard let ignore else { return [] }
        let whole = Imaging.Region(x: 0, y: 0, width: size.width, height: size.height)
        do throws(ImagingError) {
            return try ignore.plane(
                region: region ?? whole, frame: size, side: Preprocessor.side)
        } catch {
            throw Failure(description: error.description)
        }
    }

    private mutating func outcome(
        of path: String, _ info: inout FrameInfo, begun: Instant
    ) throws(Failure) -> Outcome {
        var frozen = FrozenCheck(limit: 0)
        let reason: UndecidedReason?
        do throws(ImagingError) {
            let picture = try PictureFile.read(path)
            size = picture.size
            info.layout = FrameLayout(
                format: .rgb3, width: picture.width, height: picture.height,
                bytesPerRow: picture.width * 3)
            reason = inspector.prepare(picture.bytes, info, &frozen)
        } catch {
            guard case .badPicture = error else { throw Failure(description: error.description) }
            info.isCorrupt = true
            reason = .corrupt
        }
        hasMap = reason == nil
        guard let reason else {
            let assessment = inspector.assess()
            var outcome = Outcome(
                ordinal: sequence, result: .judged(assessment), generation: 0, begun: begun,
                decided: clock.now())
            inspector.locate(assessment, in: &outcome)
            return outcome
        }
        return Outcome(
            ordinal: sequence, result: .undecided(reason), generation: 0, begun: begun,
            decided: clock.now())
    }
}
