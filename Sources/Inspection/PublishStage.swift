internal import Anomaly
internal import Capture
internal import Events
internal import Host
internal import Realtime
internal import Settings

/// The main thread's part of a line: turns reports and outcomes into events, in time.
///
/// It alone decides what is said of a frame, so nothing is said twice. A step takes what the other
/// threads left, says what is due, and never waits. Socket, journal, service manager and clocks are
/// given to it, so a test or a simulator can drive it step by step.
struct PublishStage<Time: Clock>: ~Copyable {
    /// What surrounds the stage.
    struct Surroundings {
        var clock: Time
        /// Microseconds since 1970.
        var wallClock: () -> UInt64
        /// The memory that the process holds, in bytes.
        var memoryBytes: () -> UInt64
        var journal: any JournalSink
        var manager: any ServiceManager
        /// The line's name.
        var line: String
        /// The camera's source as configured.
        var source: String
    }

    let links: LineLinks
    let around: Surroundings
    var publisher: Publisher
    var ledger: Ledger
    var meters: Meters
    var models: [ModelTag]
    var recording: RecordingDesk?
    var reporter: JournalReporter
    /// What the line does, apart from a reload that may be under way.
    private(set) var state = LineState.starting
    /// What there was to say of that state when it began.
    private(set) var stateWhy: String?
    private(set) var isReady = false

    init(
        links: LineLinks, around: Surroundings, publisher: Publisher, ledger: Ledger,
        model: ModelTag, recording: RecordingDesk?
    ) {
        self.links = links
        self.around = around
        self.publisher = publisher
        self.ledger = ledger
        self.recording = recording
        models = [model]
        meters = Meters(started: around.clock.now())
        reporter = JournalReporter(line: around.line, journal: around.journal)
    }

    /// The model that the latest inspector serves.
    var model: ModelTag { models[models.count - 1] }

    /// Takes everything that the other threads left and says everything that is due.
    mutating func step() {
        takeReports()
        while let outcome = links.outcomes.pop() {
            // A frame's arrival is reported before the frame is handed on: read the reports again.
            takeReports()
            take(outcome)
        }
        sayLate()
    }

    /// When there will be something to say at the latest, though no thread signals.
    var nextDeadline: Instant? { ledger.nextDeadline }

    private mutating func takeReports() {
        while let report = links.capture.reports.pop() {
            let now = around.clock.now()
            switch report {
                case .arrived(let ordinal, let info): ledger.arrived(ordinal, info, at: now)
                case .overtaken(let ordinal):
                    guard let entry = ledger.overtaken(ordinal) else { continue }
                    sayMissed(1, .overtaken, firstFrame: entry.info.sequence)
                case .missed(let count, let reason, _, let first):
                    miss(count, Events.MissedReason(reason), firstFrame: first)
                case .camera(let phase, let detail): camera(is: phase, detail.string)
            }
        }
    }

    private mutating func miss(_ count: UInt64, _ reason: Events.MissedReason, firstFrame: UInt32) {
        ledger.missed(count, reason)
        sayMissed(count, reason, firstFrame: firstFrame)
    }

    mutating func sayMissed(
        _ count: UInt64, _ reason: Events.MissedReason, firstFrame: UInt32
    ) {
        var event = MissedEvent(count: count, reason: reason)
        event.sequence = publisher.nextSequence
        event.time = around.wallClock()
        event.frame = UInt64(firstFrame)
        publisher.publish(.missed(event))
        reporter.missed(event)
    }

    private mutating func camera(is phase: CameraPhase, _ detail: String) {
        switch phase {
            case .opened: sayCamera(.opened, detail)
            case .streaming:
                ledger.cameraStarted()
                enter(.inspecting, why: detail)
            case .stalled:
                sayCamera(.stalled, detail)
                enter(.stalled, why: detail)
            case .lost:
                sayCamera(.lost, detail)
                enter(.cameraLost, why: detail)
            case .ended: sayCamera(.lost, detail)
            case .closed: break
        }
    }

    private mutating func sayCamera(_ status: CameraEvent.Status, _ detail: String) {
        var event = CameraEvent(status)
        event.sequence = publisher.nextSequence
        event.time = around.wallClock()
        event.source = around.source
        event.why = detail
        publisher.publish(.camera(event))
    }

    /// Says what the line does now; the service manager learns of readiness with the first state.
    mutating func enter(_ next: LineState, why: String?) {
        if next != .reloading { (state, stateWhy) = (next, why) }
        var event = StateEvent(next)
        event.sequence = publisher.nextSequence
        event.time = around.wallClock()
        event.why = why
        publisher.publish(.state(event))
        reporter.state(event, source: around.source)
        if !isReady, next == .inspecting || next == .cameraLost || next == .stalled {
            isReady = true
            around.manager.ready(status: statusText)
        } else {
            around.manager.status(statusText)
        }
    }

    private mutating func take(_ outcome: Outcome) {
        let now = around.clock.now()
        let model = models.first { $0.generation == outcome.generation } ?? model
        switch ledger.decided(outcome, threshold: model.threshold, at: now) {
            case .publish(let entry, let verdict):
                meters.judged(outcome, by: model.digest)
                say(verdict, of: entry, outcome: outcome, model: model)
            case .tooLate(let entry):
                var event = VerdictComposer.event(
                    for: entry, verdict: .undecided(.late), outcome: outcome, model: model, at: now)
                event.sequence = entry.lateSequence ?? 0
                event.time = around.wallClock()
                recording?.keep(
                    event, slot: outcome.slot, generation: outcome.generation)
        }
    }

    private mutating func say(
        _ verdict: Verdict, of entry: Ledger.Entry, outcome: Outcome?, model: ModelTag
    ) {
        let now = around.clock.now()
        var event = VerdictComposer.event(
            for: entry, verdict: verdict, outcome: outcome, model: model, at: now)
        event.sequence = publisher.nextSequence
        event.time = around.wallClock()
        publisher.publish(.verdict(event))
        meters.published(event.timeline)
        reporter.verdict(event)
        guard let outcome else { return }
        recording?.keep(event, slot: outcome.slot, generation: outcome.generation)
    }

    private mutating func sayLate() {
        while let entry = ledger.nextLate(
            at: around.clock.now(), sequence: publisher.nextSequence)
        {
            say(.undecided(.late), of: entry, outcome: nil, model: model)
        }
    }

    /// Whether nothing is left that the other threads have said.
    var isEmpty: Bool {
        links.outcomes.isEmpty && links.capture.reports.isEmpty && ledger.inFlight == 0
    }

    /// Hands a loaded inspector to the inference thread; its first frame names its model.
    ///
    /// - Parameters:
    ///   - loaded: The inspector with its model.
    ///   - settings: What it was loaded for.
    ///   - hasRealtime: Whether this thread comes before the networks.
    mutating func serve(
        _ loaded: consuming Loader.Loaded, settings: Settings, hasRealtime: Bool
    ) {
        // The one before serves until the swap; older ones have no outcome left.
        models = [model, loaded.tag]
        ledger.rules = Ledger.Rules(settings, hasRealtime: hasRealtime)
        recording?.serve(RecordPlan(settings, for: loaded))
        if let warning = loaded.threshold.warning { reporter.warn(.thresholdUnsupported, warning) }
        let refused = links.newInspectors.push(loaded.inspector)
        precondition(refused == nil, "one reload at a time")
    }

    /// Says how a reload ended.
    ///
    /// - Parameters:
    ///   - result: How.
    ///   - why: Why it was refused.
    ///   - refused: The digest of the model that was refused, where it could be read.
    mutating func sayReload(_ result: ReloadEvent.Result, why: String?, refused: String? = nil) {
        var event = ReloadEvent(result)
        event.sequence = publisher.nextSequence
        event.time = around.wallClock()
        event.why = why
        event.from = result == .ok ? models[0].digest : model.digest
        event.to = result == .ok ? model.digest : refused
        publisher.publish(.reload(event))
        reporter.reload(event, model: model)
    }

    /// Tells the journal when recording begins to fail or works again.
    func tellRecordFaults() {
        while let fault = recording?.channel.faults.pop() { reporter.recording(fault) }
    }

    /// Says the statistics to everyone.
    mutating func sayStatistics() {
        var event = statistics()
        event.sequence = publisher.nextSequence
        publisher.publish(.statistics(event))
        meters.startInterval(at: around.clock.now(), ended: ledger.counts.ended)
        around.manager.status(statusText)
    }

    /// The statistics as they stand.
    func statistics() -> StatisticsEvent {
        let counts = ledger.counts
        var event = meters.statistics(ended: counts.ended, at: around.clock.now())
        event.time = around.wallClock()
        event.frames = counts.frames
        event.pass = counts.passed
        event.fail = counts.failed
        event.undecided = counts.undecided
        event.missed = counts.missed
        event.inFlight = ledger.inFlight
        event.clients = UInt64(publisher.clientCount)
        event.memoryBytes = around.memoryBytes()
        event.recordsWritten = recording?.written ?? 0
        event.recordsDropped = recording?.dropped ?? 0
        return event
    }

    /// One line for `systemctl status`.
    var statusText: String {
        let counts = ledger.counts
        return """
            \(around.line): \(state.name), model \(model.name) (\(model.digest.prefix(12))), \
            \(counts.frames) frames: \(counts.passed) pass, \(counts.failed) fail, \
            \(counts.undecided.total) undecided, \(counts.missed.total) missed
            """
    }
}
