internal import Capture
internal import Events
internal import Host
internal import Realtime
internal import Settings
internal import Synchronization

/// The main thread of a running line: one event loop around the publishing stage.
///
/// Signals, the socket, its subscribers, the other threads' bell and two timers come in; everything
/// that happens to the outside happens here. It never waits for anything but the loop.
struct Daemon: ~Copyable {
    /// Everything that was made at the start.
    struct Parts: ~Copyable {
        var settings: Settings
        var configPath: String
        var signals: Signals
        var listener: LocalListener
        var wakes: LineWakes
        var stage: PublishStage<SystemClock>
        var hello: HelloEvent
        var sequences: SequenceFile
        /// Whether the main thread comes before the networks.
        var hasRealtime: Bool
    }

    private enum Source {
        case signals, listener, wake, deadline, tick, client(Int)

        init(token: Int) {
            switch token {
                case 0: self = .signals
                case 1: self = .listener
                case 2: self = .wake
                case 3: self = .deadline
                case 4: self = .tick
                default: self = .client(token - 5)
            }
        }

        var token: Int {
            switch self {
                case .signals: 0
                case .listener: 1
                case .wake: 2
                case .deadline: 3
                case .tick: 4
                case .client(let place): place + 5
            }
        }
    }

    private static let tickNanoseconds: UInt64 = 500_000_000

    private let clock = SystemClock()
    private let loop: EventLoop
    private let signals: Signals
    private let listener: LocalListener
    private let wakes: LineWakes
    private let deadline: Timer
    private let tick: Timer
    private var settings: Settings
    private var stage: PublishStage<SystemClock>
    private var hello: HelloEvent
    private var reloader: Reloader
    private var reloadSettings: Settings?
    private var connections: [SocketConnection?]
    private var watched: [EventLoop.Interest]
    private var sequences: SequenceFile
    private let hasRealtime: Bool
    private var nextStatistics: Instant
    private var farewell: Instant?
    private var isAccepting = true
    private var isKnocked = false

    init(_ parts: consuming Parts) throws(HostError) {
        // Whatever may fail comes first: what cannot be copied is then made as a whole.
        let loop = try EventLoop()
        let deadline = try Timer()
        let tick = try Timer()
        try loop.add(parts.signals.raw, token: Source.signals.token, interest: .read)
        try loop.add(parts.listener.raw, token: Source.listener.token, interest: .read)
        try loop.add(parts.wakes.main.raw, token: Source.wake.token, interest: .read)
        try loop.add(deadline.raw, token: Source.deadline.token, interest: .read)
        try loop.add(tick.raw, token: Source.tick.token, interest: .read)
        self.loop = loop
        self.deadline = deadline
        self.tick = tick
        settings = parts.settings
        reloader = Reloader(path: parts.configPath, wake: parts.wakes.main)
        connections = Array(repeating: nil, count: parts.settings.events.maxClients)
        watched = Array(repeating: .read, count: parts.settings.events.maxClients)
        hello = parts.hello
        sequences = parts.sequences
        hasRealtime = parts.hasRealtime
        nextStatistics = clock.now().advanced(by: parts.settings.events.statisticsInterval)
        wakes = parts.wakes
        signals = parts.signals
        listener = parts.listener
        stage = parts.stage
    }

    /// Serves the line until it is told to end and every frame has had its verdict.
    mutating func run() throws(HostError) {
        stage.enter(.starting, why: nil)
        tick.arm(at: clock.now().advanced(byNanoseconds: Self.tickNanoseconds))
        while !isFinished {
            isKnocked = false
            for event in try loop.wait(timeout: nil) {
                try handle(Source(token: event.token), event)
            }
            // Newcomers last: one that gets the place of a client that has just gone must not be
            // taken for it by an event of the same round.
            if isKnocked { try acceptClients() }
            stage.step()
            if stage.links.captureEnded.load(ordering: .acquiring) {
                stop(why: "the folder's pictures have all been played")
            }
            try takeReload()
            try settle()
        }
        let news = sequences.release(from: stage.publisher.nextSequence)
        if let news { stage.reporter.sequences(news) }
    }

    private mutating func handle(
        _ source: Source, _ event: EventLoop.Event
    ) throws(HostError) {
        switch source {
            case .signals: while let signal = signals.next() { try take(signal) }
            case .listener: isKnocked = true
            case .wake: wakes.main.drain()
            case .deadline: deadline.drain()
            case .tick:
                tick.drain()
                try keepHouse()
            case .client(let place): serve(place, event)
        }
    }

    /// After each round: watches subscribers for what they wait for, arms the deadline.
    private mutating func settle() throws(HostError) {
        try letGoOfTheGone()
        for place in connections.indices {
            guard let connection = connections[place] else { continue }
            var interest = watched[place]
            if stage.publisher.blocked[place] {
                interest.insert(.write)
            } else {
                interest.remove(.write)
            }
            guard interest != watched[place] else { continue }
            watched[place] = interest
            try loop.modify(
                connection.raw, token: Source.client(place).token, interest: interest)
        }
        if let next = stage.nextDeadline { deadline.arm(at: next) } else { deadline.disarm() }
    }
}

// Signals, reload and the end.
extension Daemon {
    private mutating func take(_ signal: Signals.Signal) throws(HostError) {
        switch signal {
            case .hangUp: try reload()
            case .terminate, .interrupt: stop(why: "asked to stop")
        }
    }

    private mutating func stop(why: String) {
        guard farewell == nil else { return }
        stage.around.manager.stopping()
        stage.enter(.stopping, why: why)
        stage.links.capture.stop()
        farewell = clock.now().advanced(byNanoseconds: Limits.farewellNanoseconds)
    }

    /// Whether every frame has its verdict and every subscriber that reads has it, or the time
    /// for that is over.
    private var isFinished: Bool {
        guard let farewell else { return false }
        let isDone = stage.links.inferenceEnded.load(ordering: .acquiring) && stage.isEmpty
        return isDone && (stage.publisher.isDrained || clock.now() >= farewell)
    }

    private mutating func reload() throws(HostError) {
        guard farewell == nil else { return }
        let now = clock.now()
        if try reloader.request(serving: settings) {
            stage.around.manager.reloading(at: now)
            stage.enter(.reloading, why: "asked to reload")
        }
    }

    private mutating func takeReload() throws(HostError) {
        while stage.links.oldInspectors.pop() != nil { try finishReload(.ok) }
        guard let result = reloader.takeResult() else { return }
        switch consume result {
            case .refused(let why, let model):
                try finishReload(.refused, why: why, refused: model)
            case .loaded(let loaded, let settings):
                reloadSettings = settings
                stage.serve(loaded, settings: settings, hasRealtime: hasRealtime)
                wakes.inference.signal()
        }
    }

    private mutating func finishReload(
        _ result: ReloadEvent.Result, why: String? = nil, refused: String? = nil
    ) throws(HostError) {
        if let next = reloadSettings.take() {
            settings = next
            stage.recording?.settle()
            hello.describe(stage.model)
        }
        stage.sayReload(result, why: why, refused: refused)
        let isAskedAgain = reloader.finish()
        stage.enter(stage.state, why: stage.stateWhy)
        stage.around.manager.ready(status: stage.statusText)
        if isAskedAgain { try reload() }
    }
}

// The clock's business.
extension Daemon {
    private mutating func keepHouse() throws(HostError) {
        let now = clock.now()
        tick.arm(at: now.advanced(byNanoseconds: Self.tickNanoseconds))
        stage.tellRecordFaults()
        if !isAccepting {
            isAccepting = true
            try loop.modify(listener.raw, token: Source.listener.token, interest: .read)
        }
        if now >= nextStatistics {
            stage.sayStatistics()
            nextStatistics = now.advanced(by: settings.events.statisticsInterval)
        }
        if isAlive(at: now) { stage.around.manager.watchdog() }
        let news = sequences.reserveMore(beyond: stage.publisher.nextSequence)
        if let news { stage.reporter.sequences(news) }
    }

    /// Whether both threads have made a step lately, or have ended because they were told to.
    private func isAlive(at now: Instant) -> Bool {
        let links = stage.links
        let capture = links.capture.heartbeat
        let inference = Instant(nanoseconds: links.inferenceHeartbeat.load(ordering: .relaxed))
        let captureMoves =
            links.captureEnded.load(ordering: .acquiring)
            || now.nanoseconds(since: capture) < Limits.stuckNanoseconds
        let inferenceMoves =
            links.inferenceEnded.load(ordering: .acquiring)
            || now.nanoseconds(since: inference) < Limits.stuckNanoseconds
        return captureMoves && inferenceMoves
    }
}

// Subscribers.
extension Daemon {
    private mutating func acceptClients() throws(HostError) {
        do throws(HostError) {
            while let accepted = try listener.accept() { try admit(accepted) }
        } catch {
            // No descriptor left, say: whoever waits is taken on when the next tick comes.
            stage.reporter.warn(.clientRefused, "no client can be accepted now: \(error)")
            isAccepting = false
            try loop.modify(listener.raw, token: Source.listener.token, interest: [])
        }
    }

    private mutating func admit(_ accepted: consuming LocalConnection) throws(HostError) {
        try letGoOfTheGone()
        let connection = SocketConnection(accepted)
        hello.sequence = stage.publisher.nextSequence
        guard let place = stage.publisher.admit(connection, hello: hello) else {
            return stage.reporter.clientRefused(
                connection.peer, "\(connections.count) clients are connected already")
        }
        connections[place] = connection
        watched[place] = .read
        try loop.add(connection.raw, token: Source.client(place).token, interest: .read)
        stage.reporter.clientConnected(connection.peer)
    }

    private mutating func serve(_ place: Int, _ event: EventLoop.Event) {
        guard connections[place] != nil else { return }
        if event.writable { stage.publisher.unblocked(place) }
        if event.readable { readRequests(of: place) }
        if event.closed { stage.publisher.letGo(place) }
    }

    private mutating func readRequests(of place: Int) {
        // A client that asks and asks has its turn again in the next round.
        var budget = Limits.requestReads
        while true {
            switch stage.publisher.read(place, &budget) {
                case .waiting: return
                case .ended:
                    // It may still read; from now on only its going is of interest.
                    watched[place].remove(.read)
                    if let connection = connections[place] {
                        try? loop.modify(
                            connection.raw, token: Source.client(place).token,
                            interest: watched[place])
                    }
                    return
                case .tooLong: return refuse(place, "its request is too long")
                case .line(let line): obey(line, of: place)
            }
        }
    }

    private mutating func obey(_ line: [UInt8], of place: Int) {
        do throws(EventsError) {
            switch try LineReader.request(line) {
                case .subscribe(let subscription):
                    stage.publisher.subscribe(place, to: subscription)
                case .statistics:
                    stage.publisher.answer(.statistics(stage.statistics()), to: place)
            }
        } catch {
            refuse(place, error.description)
        }
    }

    private mutating func refuse(_ place: Int, _ why: String) {
        guard let connection = connections[place] else { return }
        stage.reporter.clientRefused(connection.peer, why)
        stage.publisher.letGo(place)
    }

    /// Their places are free, for the publisher as for the loop.
    private mutating func letGoOfTheGone() throws(HostError) {
        tellLosses()
        for place in stage.publisher.takeGone() { try letGo(place) }
    }

    private mutating func tellLosses() {
        for loss in stage.publisher.takeLosses() {
            guard let connection = connections[loss.place] else { continue }
            stage.reporter.clientLost(connection.peer, loss.events)
        }
    }

    private mutating func letGo(_ place: Int) throws(HostError) {
        guard let connection = connections[place] else { return }
        try loop.remove(connection.raw)
        connections[place] = nil
        stage.reporter.clientDisconnected(connection.peer)
    }
}
