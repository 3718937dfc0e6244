internal import Capture
internal import Events
internal import Realtime
internal import Synchronization

/// The inference thread: takes frames, has them judged, passes the outcomes on.
///
/// Each frame that arrives leaves as exactly one outcome. Between the two there is no allocation,
/// no lock, no file and no log.
struct InferenceStage<Time: Clock>: ~Copyable {
    /// What the thread does after a step.
    enum Next: Equatable {
        /// There may be more to do at once.
        case again
        /// Nothing to do until a frame comes.
        case wait
        /// The capture thread has ended and all its frames are judged.
        case finished
    }

    private let links: LineLinks
    private let clock: Time
    private let main: any Waker
    private var inspector: Inspector
    private var frozen: FrozenCheck
    /// An outcome that the main thread has had no room for yet.
    private var waiting: Outcome?

    init(links: LineLinks, clock: Time, main: any Waker, inspector: consuming Inspector) {
        self.links = links
        self.clock = clock
        self.main = main
        frozen = FrozenCheck(limit: inspector.rules.frozenFrames)
        self.inspector = inspector
    }

    /// Judges at most one frame.
    mutating func step() -> Next {
        links.inferenceHeartbeat.store(clock.now().nanoseconds, ordering: .relaxed)
        if let outcome = waiting.take(), !pass(on: outcome) { return .wait }
        swapInspector()
        // Read before the ring is found empty: what was pushed before the end is then seen.
        let captureEnded = links.captureEnded.load(ordering: .acquiring)
        guard let frame = links.capture.takeFrame() else {
            return captureEnded ? .finished : .wait
        }
        take(frame)
        return .again
    }

    private mutating func take(_ frame: consuming Frame) {
        let result: Outcome
        if isLate(frame.info, at: clock.now()) {
            result = inspector.refuse(frame, .late, clock: clock, records: links.records)
        } else {
            result = inspector.judge(frame, clock: clock, frozen: &frozen, records: links.records)
        }
        _ = pass(on: result)
    }

    private func isLate(_ info: FrameInfo, at now: Instant) -> Bool {
        guard let deadline = inspector.rules.deadlineNanoseconds else { return false }
        return now >= info.capturedAt.advanced(byNanoseconds: deadline)
    }

    /// Gives the outcome to the main thread, or keeps it until there is room.
    private mutating func pass(on outcome: Outcome) -> Bool {
        waiting = links.outcomes.push(outcome)
        main.signal()
        return waiting == nil
    }

    /// Puts a reloaded inspector into service, between two frames.
    private mutating func swapInspector() {
        guard var next = links.newInspectors.pop() else { return }
        swap(&inspector, &next)
        frozen = FrozenCheck(limit: inspector.rules.frozenFrames)
        if links.oldInspectors.push(next) != nil {
            preconditionFailure("the main thread takes an old inspector before it sends a new one")
        }
        main.signal()
    }
}
