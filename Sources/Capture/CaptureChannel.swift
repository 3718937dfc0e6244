public import Realtime
import Synchronization

/// What the capture thread shares with the inference thread and the main thread.
///
/// The capture thread produces into both rings. The inference thread consumes `frames`, the main
/// thread consumes `reports`; the stop flag and the heartbeat are the main thread's.
public final class CaptureChannel: Sendable {
    /// Whether every frame waits for its turn; else only the newest waits.
    public let keepsEveryFrame: Bool
    private let frames: Ring<Frame>
    private let newest = Mailbox<Frame>()
    /// What happened, oldest first.
    public let reports: Ring<CameraReport>
    private let inference: any Waker
    private let main: any Waker
    private let beat = Atomic<UInt64>(0)
    private let stopping = Atomic<Bool>(false)

    /// Makes the rings; capacities are powers of two.
    ///
    /// - Parameters:
    ///   - keepsEveryFrame: Whether frames queue up, or the newest replaces the one that waits.
    ///   - frameCapacity: The frames that may wait for inference, where they queue up.
    ///   - reportCapacity: The reports that may wait for the main thread.
    ///   - inference: Signalled after frames were pushed.
    ///   - main: Signalled after reports were pushed.
    public init(
        keepsEveryFrame: Bool = true, frameCapacity: Int = 4, reportCapacity: Int = 256,
        inference: any Waker, main: any Waker
    ) {
        self.keepsEveryFrame = keepsEveryFrame
        frames = Ring(capacity: frameCapacity)
        reports = Ring(capacity: reportCapacity)
        self.inference = inference
        self.main = main
    }

    /// Takes the frame to inspect next, or `nil` when none waits (inference thread only).
    public func takeFrame() -> Frame? { keepsEveryFrame ? frames.pop() : newest.take() }

    /// Whether a frame can be handed over now (capture thread only).
    public var hasRoomForFrame: Bool { !keepsEveryFrame || frames.freeCapacity > 0 }

    /// Hands a frame over; gives back the one that it overtook (capture thread only).
    ///
    /// Public for tests that play the capture thread.
    public func offer(_ frame: consuming Frame) -> Frame? {
        guard keepsEveryFrame else { return newest.put(frame) }
        let refused = frames.push(frame)
        precondition(refused == nil, "room was made sure of")
        return nil
    }

    /// When the capture thread last began a step; 0 before its first.
    public var heartbeat: Instant { Instant(nanoseconds: beat.load(ordering: .acquiring)) }

    /// Asks the capture thread to close the camera and finish; it does within half a second.
    public func stop() { stopping.store(true, ordering: .releasing) }

    /// Whether the capture thread was asked to finish.
    public var isStopping: Bool { stopping.load(ordering: .acquiring) }

    func setHeartbeat(_ now: Instant) { beat.store(now.nanoseconds, ordering: .releasing) }
    func wakeInference() { inference.signal() }
    func wakeMain() { main.signal() }
}
