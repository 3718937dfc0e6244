import Realtime

/// The producer's side of the reports: nothing is lost when the ring is full.
///
/// While the main thread does not read, missed frames add up in one run and only the last change of
/// state is kept; both leave, the run first, as soon as there is room. Frames must not be handed
/// over meanwhile: `hasRoom` is false.
struct ReportQueue: ~Copyable {
    private struct Run {
        var count: UInt64
        var reason: MissedReason
        var firstOrdinal: UInt64
        var firstSequence: UInt32
    }

    private let channel: CaptureChannel
    private var run: Run?
    private var phase: (CameraPhase, InlineText)?
    private var pushed = false

    init(channel: CaptureChannel) { self.channel = channel }

    /// Whether all earlier reports have left.
    var isEmpty: Bool { run == nil && phase == nil }

    /// Whether the reports of one frame leave at once: its arrival, and the one it overtakes.
    var hasRoom: Bool {
        isEmpty && channel.reports.freeCapacity > (channel.keepsEveryFrame ? 0 : 1)
    }

    /// Sends what waits, as far as there is room.
    mutating func flush() {
        if let run, channel.reports.freeCapacity > 0 {
            push(
                .missed(
                    count: run.count, reason: run.reason, firstOrdinal: run.firstOrdinal,
                    firstSequence: run.firstSequence))
            self.run = nil
        }
        if let (phase, detail) = phase, run == nil, channel.reports.freeCapacity > 0 {
            push(.camera(phase, detail: detail))
            self.phase = nil
        }
    }

    /// Wakes the main thread if anything was sent since the last call.
    mutating func wakeReader() {
        if pushed { channel.wakeMain() }
        pushed = false
    }

    mutating func arrived(ordinal: UInt64, _ info: FrameInfo) {
        precondition(hasRoom, "a frame is announced only when its report has room")
        push(.arrived(ordinal: ordinal, info))
    }

    mutating func overtaken(ordinal: UInt64) {
        precondition(isEmpty, "reports leave in their order")
        push(.overtaken(ordinal: ordinal))
    }

    mutating func changed(to phase: CameraPhase, detail: InlineText) {
        self.phase = (phase, detail)
        flush()
    }

    mutating func missed(_ gap: FrameNumbering.Gap, reason: MissedReason) {
        flush()
        if var run {
            run.count += gap.count
            if run.reason != reason { run.reason = .overrun }
            self.run = run
        } else {
            run = Run(
                count: gap.count, reason: reason, firstOrdinal: gap.firstOrdinal,
                firstSequence: gap.firstSequence)
        }
        flush()
    }

    private mutating func push(_ report: CameraReport) {
        let refused = channel.reports.push(report)
        precondition(refused == nil, "room was made sure of")
        pushed = true
    }
}
