import Host
public import Realtime

/// Whether a stage wants to be stepped again.
public enum Next: Sendable {
    /// There is more to do.
    case again
    /// The stage is over; its resources are released.
    case finished
}

/// When a camera counts as stalled, and how long one step may take.
public struct CaptureLimits: Sendable {
    /// The shortest time without a frame that is a stall; slow cameras get five frame periods.
    public var stall = Duration.seconds(2)
    /// The longest wait within one step: how late a stop is seen, and how old the heartbeat gets.
    public var slice = Duration.milliseconds(500)
    /// How long the end waits for a main thread that does not read its reports.
    public var farewell = Duration.seconds(2)

    /// The daemon's limits.
    public init() {}
}

/// The capture thread's work: from a device to numbered frames in a ring, step by step.
///
///     while stage.step() == .again {}
///
/// A step asks the device once, and waits nowhere but there or in `sleeper`. It allocates nothing
/// while frames arrive. The stage owns the device; both are used from one thread.
public struct CaptureStage<D: Device & ~Copyable, C: Clock>: ~Copyable {
    private enum Task {
        case open
        case dequeue
        case wait(until: Instant)
        case sayFarewell(until: Instant)
    }

    private var device: D
    private let clock: C
    private let sleeper: any Sleeper
    private let channel: CaptureChannel
    private let limits: CaptureLimits
    private var state = CameraState()
    private var numbering = FrameNumbering()
    private var reports: ReportQueue
    private var task = Task.open
    private var lastFrame = Instant(nanoseconds: 0)
    private var stall = Duration.zero
    private var lastError: CameraError?
    private var detail = InlineText()

    /// Creates the stage; the first step opens the device.
    ///
    /// - Parameters:
    ///   - device: Closed; the stage owns it from here on.
    ///   - clock: Tells the time.
    ///   - sleeper: Waits before the device is opened again.
    ///   - channel: Where frames and reports go, and where the stop is asked for.
    ///   - limits: When the camera counts as stalled.
    public init(
        device: consuming D, clock: C, sleeper: any Sleeper, channel: CaptureChannel,
        limits: CaptureLimits = CaptureLimits()
    ) {
        self.device = device
        self.clock = clock
        self.sleeper = sleeper
        self.channel = channel
        self.limits = limits
        reports = ReportQueue(channel: channel)
    }

    /// Does the next piece of work: at most one frame, at most `CaptureLimits.slice` of waiting.
    ///
    /// Opening a device takes as long as the device takes.
    public mutating func step() -> Next {
        let now = clock.now()
        channel.setHeartbeat(now)
        reports.flush()
        defer { reports.wakeReader() }
        if channel.isStopping { stop(at: now) }
        switch task {
            case .open: open()
            case .dequeue: dequeue(at: now)
            case .wait(let end): wait(until: end, at: now)
            case .sayFarewell(let end):
                if reports.isEmpty || now >= end { return .finished }
                reports.wakeReader()
                sleeper.sleep(until: now.advanced(by: .milliseconds(10)))
        }
        return .again
    }

    private mutating func open() {
        do throws(CameraError) {
            let negotiated = try device.open()
            try device.start()
            let rate = negotiated.framesPerSecond
            stall = rate > 0 ? max(limits.stall, .seconds(5 / rate)) : limits.stall
            detail = InlineText(negotiated.description)
            numbering.restart()
            state.opened()
            reports.changed(to: .opened, detail: detail)
            lastFrame = clock.now()
            task = .dequeue
        } catch {
            fail(error)
        }
    }

    private mutating func dequeue(at now: Instant) {
        let stalled = lastFrame.advanced(by: stall)
        switch device.dequeue(until: min(stalled, now.advanced(by: limits.slice))) {
            case .frame(let frame):
                lastFrame = clock.now()
                lastError = nil
                if state.frameArrived() == .announceAndDeliver {
                    reports.changed(to: .streaming, detail: detail)
                }
                deliver(frame)
            case .timedOut: if clock.now() >= stalled { fallSilent() }
            case .ended: end()
            case .failed(let error): fail(error)
        }
    }

    private mutating func deliver(_ frame: consuming Frame) {
        let number = numbering.number(frame.info.sequence)
        if let gap = number.gap { reports.missed(gap, reason: .driverGap) }
        guard reports.hasRoom, channel.hasRoomForFrame else {
            return miss(frame, ordinal: number.ordinal, reason: .overrun)
        }
        frame.ordinal = number.ordinal
        reports.arrived(ordinal: number.ordinal, frame.info)
        if let overtaken = channel.offer(frame) {
            reports.overtaken(ordinal: overtaken.ordinal)
        }
        channel.wakeInference()
    }

    private mutating func miss(
        _ frame: consuming Frame, ordinal: UInt64, reason: MissedReason
    ) {
        let sequence = frame.info.sequence
        reports.missed(
            .init(count: 1, firstOrdinal: ordinal, firstSequence: sequence), reason: reason)
    }

    private mutating func wait(until end: Instant, at now: Instant) {
        if now < end {
            sleeper.sleep(until: min(end, now.advanced(by: limits.slice)))
        } else if state.waited() == .open {
            task = .open
        }
    }

    private mutating func fail(_ error: CameraError) {
        let wasLost = state.phase == .lost
        let action = state.failed()
        if !wasLost || error != lastError {
            reports.changed(to: .lost, detail: InlineText(error.description))
        }
        lastError = error
        perform(action)
    }

    private mutating func fallSilent() {
        let action = state.fellSilent()
        countWaiting()
        reports.changed(to: .stalled, detail: InlineText("no frame arrived for \(stall)"))
        perform(action)
    }

    private mutating func end() {
        perform(state.sourceEnded())
        reports.changed(to: .ended, detail: InlineText("the source has no more frames"))
        task = .sayFarewell(until: Instant(nanoseconds: .max))
    }

    private mutating func stop(at now: Instant) {
        if case .sayFarewell(let end) = task {
            task = .sayFarewell(until: min(end, now.advanced(by: limits.farewell)))
            return
        }
        countWaiting()
        perform(state.stopped())
        reports.changed(to: .closed, detail: InlineText("the line stops"))
        task = .sayFarewell(until: now.advanced(by: limits.farewell))
    }

    /// Numbers the frames that the driver has ready and nobody will take.
    private mutating func countWaiting() {
        guard case .dequeue = task else { return }
        // A driver has at most 64 buffers, so a device that never runs dry cannot hold us here.
        for _ in 0..<64 {
            guard case .frame(let frame) = device.dequeue(until: Instant(nanoseconds: 0)) else {
                return
            }
            let number = numbering.number(frame.info.sequence)
            if let gap = number.gap { reports.missed(gap, reason: .driverGap) }
            miss(frame, ordinal: number.ordinal, reason: .cameraGone)
        }
    }

    private mutating func perform(_ action: CameraState.Action) {
        switch action {
            case .closeAndRetry(let pause):
                device.close()
                task = .wait(until: clock.now().advanced(by: pause))
            case .close: device.close()
            case .open, .deliver, .announceAndDeliver, .nothing: return
        }
    }
}
