internal import Capture
internal import Events
internal import Realtime

/// The account of every frame: what arrived, what was said of it, and by when it must be said.
///
/// Only the ledger turns outcomes into verdicts, so a frame gets exactly one: the networks' when it
/// comes in time, `undecided(late)` when it does not. It makes no system call and reads no clock.
struct Ledger {
    /// A frame between the camera and its verdict.
    struct Entry: Sendable {
        let ordinal: UInt64
        let info: FrameInfo
        /// When the main thread was told of it.
        let queued: Instant
        /// The instant before which its verdict must leave; `nil` without a deadline.
        let deadline: Instant?
        /// Whether the camera was still settling.
        let isWarmingUp: Bool
        /// The sequence number of the verdict that left when the networks were late.
        var lateSequence: UInt64?
    }

    /// What is to be done about an outcome.
    enum Answer: Sendable {
        /// Say so.
        case publish(Entry, Verdict)
        /// `undecided(late)` was said already; only a record of the picture may still be made.
        case tooLate(Entry)
    }

    /// The settings that the ledger goes by.
    struct Rules: Equatable {
        /// From capture to the verdict's departure; `nil`: none.
        var deadlineNanoseconds: UInt64?
        /// The first frames after each start of the camera that are not judged.
        var warmUpFrames = 0
        /// How far before its deadline the verdict of an unfinished frame leaves.
        var marginNanoseconds = Limits.deadlineMarginNanoseconds
    }

    var rules: Rules
    private(set) var counts = Counts()
    private var pending: [Entry] = []
    private var framesSinceStart = 0

    init(rules: Rules) {
        self.rules = rules
        pending.reserveCapacity(Limits.pendingFrames)
    }

    /// Frames without a verdict.
    var inFlight: UInt64 { UInt64(pending.count { $0.lateSequence == nil }) }

    /// Whether every frame that was numbered is accounted for.
    var isBalanced: Bool { counts.frames == counts.ended + inFlight }

    /// The camera began to stream.
    mutating func cameraStarted() { framesSinceStart = 0 }

    /// A frame came from the camera.
    mutating func arrived(_ ordinal: UInt64, _ info: FrameInfo, at now: Instant) {
        counts.frames += 1
        framesSinceStart += 1
        pending.append(
            Entry(
                ordinal: ordinal, info: info, queued: now,
                deadline: rules.deadlineNanoseconds.map {
                    info.capturedAt.advanced(byNanoseconds: $0)
                },
                isWarmingUp: framesSinceStart <= rules.warmUpFrames))
    }

    /// Frames that the driver numbered but nobody will see.
    mutating func missed(_ count: UInt64, _ reason: Events.MissedReason) {
        counts.frames += count
        counts.missed[reason] += count
    }

    /// A newer frame took the place of one that had arrived.
    ///
    /// - Returns: The frame to be told as missed; `nil` when `undecided(late)` was said of it.
    mutating func overtaken(_ ordinal: UInt64) -> Entry? {
        guard let index = pending.firstIndex(where: { $0.ordinal == ordinal }) else {
            preconditionFailure("frame \(ordinal) was overtaken but never arrived")
        }
        let entry = pending.remove(at: index)
        if entry.lateSequence != nil { return nil }
        counts.missed[.overtaken] += 1
        return entry
    }

    /// The networks are done with a frame.
    ///
    /// - Parameters:
    ///   - outcome: What they made of it; its frame has arrived and has had no outcome before.
    ///   - threshold: From which score it fails.
    ///   - now: The time at which its verdict would leave.
    /// - Returns: What is to be said, if anything still is.
    mutating func decided(_ outcome: Outcome, threshold: Float, at now: Instant) -> Answer {
        guard let index = pending.firstIndex(where: { $0.ordinal == outcome.ordinal }) else {
            preconditionFailure("an outcome of frame \(outcome.ordinal), which never arrived")
        }
        let entry = pending.remove(at: index)
        if entry.lateSequence != nil { return .tooLate(entry) }
        let verdict = Self.verdict(on: outcome, of: entry, threshold: threshold, at: now)
        counts.count(verdict)
        return .publish(entry, verdict)
    }

    private static func verdict(
        on outcome: Outcome, of entry: Entry, threshold: Float, at now: Instant
    ) -> Verdict {
        if let deadline = entry.deadline, now >= deadline { return .undecided(.late) }
        switch outcome.result {
            case .undecided(let reason): return .undecided(reason)
            case .judged where entry.isWarmingUp: return .undecided(.warmingUp)
            case .judged(let assessment): return Decision.verdict(assessment, threshold: threshold)
        }
    }

    /// When `nextLate` will have something to say, at the earliest.
    var nextDeadline: Instant? {
        pending.lazy.filter { $0.lateSequence == nil }.compactMap(\.deadline).min().map {
            Instant(
                nanoseconds: $0.nanoseconds
                    - min($0.nanoseconds, rules.marginNanoseconds))
        }
    }

    /// The oldest frame whose verdict can wait no longer; its `undecided(late)` leaves now.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - sequence: The number that its verdict gets.
    /// - Returns: The frame; `nil` when none is due.
    mutating func nextLate(at now: Instant, sequence: UInt64) -> Entry? {
        let limit = now.advanced(byNanoseconds: rules.marginNanoseconds)
        guard
            let index = pending.firstIndex(where: { entry in
                entry.lateSequence == nil && entry.deadline.map { $0 <= limit } == true
            })
        else { return nil }
        pending[index].lateSequence = sequence
        counts.count(.undecided(.late))
        return pending[index]
    }
}
