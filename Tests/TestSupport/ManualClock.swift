import Host
public import Realtime
import Synchronization

/// A clock that moves when a test says so; who sleeps by it moves it and returns at once.
public final class ManualClock: Clock, Sleeper {
    private let time: Atomic<UInt64>

    /// Creates a clock that shows `start`.
    public init(start: Instant = Instant(nanoseconds: 1_000_000_000)) {
        time = Atomic(start.nanoseconds)
    }

    /// What the clock shows.
    public func now() -> Instant { Instant(nanoseconds: time.load(ordering: .acquiring)) }

    /// Moves to `instant`, unless that is past.
    public func sleep(until instant: Instant) {
        _ = time.max(instant.nanoseconds, ordering: .acquiringAndReleasing)
    }

    /// Moves on.
    public func advance(by duration: Duration) { sleep(until: now().advanced(by: duration)) }
}

/// A waker that counts its signals.
public final class CountingWaker: Waker {
    private let signals = Atomic<Int>(0)

    /// Creates a waker that was never signalled.
    public init() {}

    /// Counts.
    public func signal() { signals.add(1, ordering: .relaxed) }

    /// How often it was signalled.
    public var count: Int { signals.load(ordering: .relaxed) }
}
