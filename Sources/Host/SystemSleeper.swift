internal import Glibc
public import Realtime

/// Rests by the clock that `SystemClock` shows.
public struct SystemSleeper: Sleeper {
    /// Creates a sleeper; it has no state.
    public init() {}

    /// Returns when `CLOCK_MONOTONIC` has reached `instant`, or at once when that is past.
    public func sleep(until instant: Instant) {
        var moment = timespec()
        moment.tv_sec = time_t(clamping: instant.nanoseconds / 1_000_000_000)
        moment.tv_nsec = Int(instant.nanoseconds % 1_000_000_000)
        while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil) == EINTR {}
    }
}
