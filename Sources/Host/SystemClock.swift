internal import CLinux
internal import Glibc
public import Realtime

/// The machine's clocks.
///
/// As a `Realtime.Clock` it is `CLOCK_MONOTONIC`, the clock of camera drivers: steady, never set
/// back, and still while the machine sleeps.
public struct SystemClock: Realtime.Clock {
    /// Creates a clock; it has no state.
    public init() {}

    /// The present instant of `CLOCK_MONOTONIC`; allocates nothing.
    public func now() -> Instant { Instant(nanoseconds: clinux_clock_ns(CLOCK_MONOTONIC)) }

    /// Nanoseconds since 1970 in UTC, which may be set back: for people, never for differences.
    public func wallNanoseconds() -> UInt64 { clinux_clock_ns(CLOCK_REALTIME) }

    /// Nanoseconds since the machine started, sleep included.
    public func bootNanoseconds() -> UInt64 { clinux_clock_ns(CLOCK_BOOTTIME) }
}

extension Duration {
    /// Whole nanoseconds, at most some 292 years either way.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowToo) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        if overflow || overflowToo { return seconds < 0 ? .min : .max }
        return sum
    }
}

extension Instant {
    /// The instant `duration` later; a negative duration counts as none.
    public func advanced(by duration: Duration) -> Instant {
        advanced(byNanoseconds: UInt64(Swift.max(0, duration.nanoseconds)))
    }

    /// How much later this instant is; zero when `earlier` is in fact later.
    public func duration(since earlier: Instant) -> Duration {
        .nanoseconds(Int64(clamping: nanoseconds(since: earlier)))
    }
}
