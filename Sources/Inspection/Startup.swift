internal import Anomaly
internal import Capture
internal import Compute
internal import Events
internal import Host
internal import Imaging
internal import Realtime
internal import Settings

/// Makes everything that a running line consists of, in the order in which each thing needs the
/// one before; nothing runs until `startThreads`.
struct Startup: ~Copyable {
    private let settings: Settings
    private let config: String
    private let journal: any JournalSink
    private let plan: LineThreads.Plan
    private let wakes: LineWakes
    private let links: LineLinks
    private let slots: RecordSlots
    private let records: RecordChannel
    private let recordPlan: RecordPlan
    private let tag: ModelTag
    private let reporter: JournalReporter
    private var inspector: Inspector?

    /// Loads the model and makes what the threads share.
    init(_ settings: Settings, config: String, journal: any JournalSink) throws {
        // Whatever may fail comes first: what cannot be copied is then made as a whole.
        let plan = try LineThreads.Plan(settings)
        let wakes = try LineWakes()
        // Made though nothing may be recorded yet: a reload can turn it on.
        let slots = RecordSlots(count: Limits.recordSlots)
        let records = try RecordChannel()
        let loaded = try Loader.load(settings, generation: 0)
        self.settings = settings
        self.config = config
        self.journal = journal
        self.plan = plan
        self.wakes = wakes
        self.slots = slots
        self.records = records
        reporter = JournalReporter(line: settings.line.name, journal: journal)
        if let warning = loaded.threshold.warning { reporter.warn(.thresholdUnsupported, warning) }
        for warning in IdleSettings.warnings(settings) { reporter.warn(.settingIdle, warning) }
        links = LineLinks(
            capture: CaptureChannel(
                keepsEveryFrame: settings.inspection.everyFrame, frameCapacity: Limits.frameRing,
                reportCapacity: Limits.captureReports,
                inference: wakes.inference, main: wakes.main),
            records: slots)
        tag = loaded.tag
        recordPlan = RecordPlan(settings, for: loaded)
        inspector = .some(loaded.inspector)
    }

    /// The main thread's part, with the socket open.
    func daemon(signals: consuming Signals) throws -> Daemon {
        let listener =
            try LocalListener.fromServiceManager()
            ?? Self.listener(at: settings.socketPath)
        let clock = SystemClock()
        let memory = try ProcessMemory()
        let manager = SystemdServiceManager()
        reporter.started(version: sightVersion, model: tag)
        var sequences = SequenceFile(path: sequencePath(socket: listener.path))
        let (first, news) = sequences.reserve(at: clock.wallNanoseconds() / 1000)
        if let news { reporter.sequences(news) }
        let hasRealtime = hastenMainThread()
        let stage = PublishStage(
            links: links,
            around: .init(
                clock: clock, wallClock: { clock.wallNanoseconds() / 1000 },
                memoryBytes: { (try? memory.residentBytes()) ?? 0 }, journal: journal,
                manager: manager, line: settings.line.name, source: settings.camera.source),
            publisher: Publisher(
                history: settings.events.history, maxClients: settings.events.maxClients,
                next: first),
            ledger: Ledger(rules: Ledger.Rules(settings, hasRealtime: hasRealtime)), model: tag,
            recording: RecordingDesk(slots: slots, channel: records, plan: recordPlan))
        return try Daemon(
            Daemon.Parts(
                settings: settings, configPath: config, signals: signals, listener: listener,
                wakes: wakes, stage: stage, hello: try hello(), sequences: sequences,
                hasRealtime: hasRealtime))
    }

    /// In the service's own folder, or beside the socket for who runs the daemon by hand.
    private func sequencePath(socket: String) -> String {
        guard
            let folder = Environment.value(of: "STATE_DIRECTORY")?.split(separator: ":").first
        else { return "\(socket).sequence" }
        return "\(folder)/\(settings.line.name).sequence"
    }

    /// Sets the line going.
    mutating func startThreads() throws -> LineThreads {
        guard let inspector = inspector.take() else {
            preconditionFailure("the threads are started once")
        }
        if plan.realtimePriority > 0, let errno = Memory.lock() {
            reporter.warn(
                .memoryLockRefused,
                "the memory could not be locked: \(errno); set LimitMEMLOCK= in the unit")
        }
        let threads = try LineThreads(
            plan: plan, links: links, wakes: wakes, inspector: inspector,
            recording: RecordStage(slots: slots, channel: records))
        for warning in threads.warnings { reporter.warn(.realtimeRefused, warning) }
        return threads
    }

    private static func listener(at path: String) throws(Loader.Failure) -> LocalListener {
        do throws(HostError) {
            return try LocalListener.bind(to: path, mode: 0o660, backlog: Limits.listenBacklog)
        } catch {
            throw Loader.Failure(description: "events.socket: \(error)")
        }
    }

    /// Puts the main thread before all others.
    ///
    /// It must say `undecided(late)` in time while the networks have every
    /// processor. Its rounds are short and never wait.
    ///
    /// - Returns: Whether the system let it. A refusal is told with those of the other threads.
    private func hastenMainThread() -> Bool {
        plan.realtimePriority > 0
            && Thread.useRealtime(priority: plan.realtimePriority + 2) == nil
    }

    private func hello() throws -> HelloEvent {
        var hello = HelloEvent()
        hello.version = sightVersion
        hello.line = settings.line.name
        hello.bootID = try Machine.bootID()
        hello.invocationID = Environment.value(of: "INVOCATION_ID")
        hello.instructions = InstructionLevel.inUse.rawValue
        hello.describe(tag)
        return hello
    }
}

extension LineThreads.Plan {
    /// What the settings ask of the camera and the threads.
    init(_ settings: Settings) throws(CameraError) {
        let camera = settings.camera
        var wish = CameraSettings()
        wish.format = PixelFormat(rawValue: camera.format)
        wish.size = camera.size.map { PictureSize(width: $0.width, height: $0.height) }
        wish.framesPerSecond = camera.fps
        wish.controls = camera.controls.map { .init(name: $0.name, value: $0.value) }
        wish.buffers = camera.buffers
        var limits = CaptureLimits()
        limits.stall = camera.stallTimeout
        self.init(
            source: try CameraSource(camera.source), camera: wish, limits: limits,
            realtimePriority: settings.inspection.realtimePriority)
    }
}
