internal import Anomaly
internal import Capture
internal import Events
internal import Imaging
internal import Realtime

/// A model in service with all that a frame's judgement needs: settings, buffers, networks.
///
/// The daemon, its reload and `sight inspect` all judge with this one type, so that the same
/// picture gets the same verdict everywhere. Made beside the line, handed to the inference thread,
/// and replaced between two frames by a reload.
struct Inspector: ~Copyable, @unchecked Sendable {
    // @unchecked: its one owner uses the detector; a ring passes it from thread to thread.

    /// The part of the settings that inference goes by.
    struct Rules: Equatable, Sendable {
        /// From capture to the verdict's departure; `nil`: none.
        var deadlineNanoseconds: UInt64?
        /// Equal frames in a row that mean a frozen camera; 0: never.
        var frozenFrames = 3
        /// Whether a picture almost all of which is dark is undecided.
        var checksDark = true
        /// From this share of full-white pixels on, a picture is saturated.
        var saturatedShare: Float = 0.9
        /// The size that frames must have; `nil`: any.
        var size: PictureSize?
    }

    /// Which inspector this is, counted from the daemon's start.
    let generation: UInt32
    let rules: Rules
    /// The image score from which a part fails.
    let threshold: Float
    /// From which value of the anomaly map a cell is part of a defect's box.
    let mapThreshold: Float
    private let detector: any Detector
    private var preprocessor: Preprocessor
    private var map: [Float]
    private var reservedFor: FrameLayout?
    private var maskCheckedFor: FrameLayout?
    private var maskCoversAll = false

    init(
        model: ModelTag, rules: Rules, mapThreshold: Float, detector: any Detector,
        preprocessor: consuming Preprocessor
    ) {
        generation = model.generation
        threshold = model.threshold
        self.rules = rules
        self.mapThreshold = mapThreshold
        self.detector = detector
        self.preprocessor = preprocessor
        map = [Float](repeating: 0, count: detector.mapSide * detector.mapSide)
    }

    /// Judges one frame, and gives it back as soon as its picture is made.
    mutating func judge(
        _ frame: consuming Frame, clock: some Clock, frozen: inout FrozenCheck,
        records: RecordSlots?
    ) -> Outcome {
        let begun = clock.now()
        let ordinal = frame.ordinal
        let info = frame.info
        reserve(records, for: info.layout, bytes: frame.bytes.count)
        let reason = prepare(frame.bytes, info, &frozen)
        if let reason, reason == .corrupt || reason == .wrongSize {
            return refuse(frame, reason, clock: clock, records: records)
        }
        _ = consume frame
        if let reason {
            var outcome = Outcome(
                ordinal: ordinal, result: .undecided(reason), generation: generation, begun: begun,
                decided: clock.now())
            outcome.slot = keepPicture(withMap: false, in: records)
            return outcome
        }
        let assessment = assess()
        var outcome = Outcome(
            ordinal: ordinal, result: .judged(assessment), generation: generation, begun: begun,
            decided: clock.now())
        locate(assessment, in: &outcome)
        if mayBeRecorded(assessment, info, at: outcome.decided) {
            outcome.slot = keepPicture(withMap: true, in: records)
        }
        return outcome
    }

    /// Leaves a frame unjudged; its bytes may still be recorded.
    func refuse(
        _ frame: consuming Frame, _ reason: UndecidedReason, clock: some Clock,
        records: RecordSlots?
    ) -> Outcome {
        let now = clock.now()
        var outcome = Outcome(
            ordinal: frame.ordinal, result: .undecided(reason), generation: generation, begun: now,
            decided: now)
        if let records, let index = records.take() {
            let slot = records[index]
            let bytes = frame.bytes
            for position in bytes.indices { slot.raw.append(bytes[position]) }
            slot.layout = frame.info.layout
            outcome.slot = index
        }
        return outcome
    }

    /// Makes the picture; answers why it cannot be judged, if so.
    mutating func prepare(
        _ bytes: Span<UInt8>, _ info: FrameInfo, _ frozen: inout FrozenCheck
    ) -> UndecidedReason? {
        if info.isCorrupt { return .corrupt }
        if let size = rules.size,
            info.layout.width != size.width || info.layout.height != size.height
        {
            return .wrongSize
        }
        do throws(ImagingError) {
            let condition = try preprocessor.prepare(bytes, layout: info.layout)
            // A file or a program repeats itself honestly; a camera's noise never does.
            // A mask that leaves nothing to inspect would leave nothing to fail. The loader
            // refuses it as far as it can tell without a frame.
            if hasNothingToInspect(info.layout) { return .wrongSize }
            if !info.isSimulated, frozen.isFrozen(hash: condition.contentHash) { return .frozen }
            if rules.checksDark, condition.darkShare >= Self.darkPixels { return .dark }
            return condition.saturatedShare >= rules.saturatedShare ? .saturated : nil
        } catch {
            return UndecidedReason(error)
        }
    }

    /// Whether the mask covers every inspected pixel; looked at once for each layout.
    private mutating func hasNothingToInspect(_ layout: FrameLayout) -> Bool {
        if layout != maskCheckedFor {
            maskCheckedFor = layout
            maskCoversAll = detector.inspectedPixels(ignored: preprocessor.ignored) == 0
        }
        return maskCoversAll
    }

    /// Runs the networks on the picture that `prepare` made; `map` is then its anomaly map.
    mutating func assess() -> Assessment {
        let assessment = detector.assess(
            preprocessor.picture.bytes, ignored: preprocessor.ignored)
        let detector = detector
        var span = map.mutableSpan
        detector.copyMap(into: &span)
        return assessment
    }

    /// The share of a picture's pixels that are dark when the picture is.
    private static let darkPixels: Float = 0.99

    /// The last picture's anomaly map, (mapSide, mapSide).
    func copyOfMap() -> [Float] { map }

    /// The inspected region of the last picture at full resolution.
    func withRegionPicture<Result: ~Copyable>(
        _ body: (borrowing RGBPicture) -> Result
    ) -> Result { body(preprocessor.regionPicture) }

    /// Puts what the anomaly map shows into camera pixels.
    func locate(_ assessment: Assessment, in outcome: inout Outcome) {
        guard let region = preprocessor.region else { return }
        let geometry = MapGeometry(region: region)
        let worst = geometry.cameraPixel(
            cellX: assessment.worstCell.x, cellY: assessment.worstCell.y)
        outcome.worst = Pixel(x: Int32(worst.x), y: Int32(worst.y))
        let regions = geometry.regions(of: map.span, above: mapThreshold)
        for index in regions.indices { outcome.regions.append(Box(regions[index])) }
    }

    /// Whether the verdict will not be `pass`, as far as this thread can tell.
    private func mayBeRecorded(_ assessment: Assessment, _ info: FrameInfo, at now: Instant) -> Bool
    {
        if Decision.verdict(assessment, threshold: threshold) != .pass { return true }
        guard let deadline = rules.deadlineNanoseconds else { return false }
        return now >= info.capturedAt.advanced(byNanoseconds: deadline)
    }

    private mutating func keepPicture(withMap: Bool, in records: RecordSlots?) -> Int? {
        guard let records, let index = records.take() else { return nil }
        records[index].picture.copy(from: preprocessor.regionPicture)
        guard withMap else { return index }
        records[index].map.append(contentsOf: map)
        let ignored = preprocessor.ignored
        for place in ignored.indices { records[index].ignored.append(ignored[place]) }
        return index
    }

    private mutating func reserve(_ records: RecordSlots?, for layout: FrameLayout, bytes: Int) {
        guard let records, records.isOpen, layout != reservedFor else { return }
        reservedFor = layout
        records.reserve(
            width: layout.width, height: layout.height, mapCells: map.count,
            rawBytes: layout.format == .mjpg ? layout.width * layout.height : bytes)
    }
}

extension UndecidedReason {
    /// Why a frame that could not be turned into a picture is not judged.
    init(_ error: ImagingError) {
        switch error {
            case .truncated, .corrupt: self = .corrupt
            case .wrongSize, .regionOutside, .maskSize, .badLayout: self = .wrongSize
            default: self = .internal
        }
    }
}

extension Box {
    init(_ region: Imaging.Region) {
        self.init(
            x: Int32(region.x), y: Int32(region.y), width: Int32(region.width),
            height: Int32(region.height))
    }
}
