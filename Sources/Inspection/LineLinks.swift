internal import Capture
internal import Realtime
internal import Synchronization

/// What the line's threads share: rings, flags, and nothing else.
///
///     capture --frames--> inference --outcomes--> main
///     capture --reports--------------------------> main
///     main --newInspectors--> inference --oldInspectors--> main
final class LineLinks: Sendable {
    /// Frames and reports from the capture thread.
    let capture: CaptureChannel
    /// One outcome for each frame that arrived.
    let outcomes = Ring<Outcome>(capacity: Limits.outcomeRing)
    /// An inspector that is to replace the one in service.
    let newInspectors = Ring<Inspector>(capacity: 1)
    /// Inspectors that were replaced, to be let go on the main thread.
    let oldInspectors = Ring<Inspector>(capacity: 2)
    /// The pictures to be recorded; `nil` when nothing ever is.
    let records: RecordSlots?
    /// Set by the capture thread when it has ended: no more frames will come.
    let captureEnded = Atomic<Bool>(false)
    /// Set by the inference thread when it has ended: no more outcomes will come.
    let inferenceEnded = Atomic<Bool>(false)
    /// When the inference thread last made a step, in nanoseconds of the monotonic clock.
    let inferenceHeartbeat = Atomic<UInt64>(0)

    init(capture: CaptureChannel, records: RecordSlots?) {
        self.capture = capture
        self.records = records
    }
}
