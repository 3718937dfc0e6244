/// A point on the machine's monotonic clock, in nanoseconds since boot.
public struct Instant: Sendable, Hashable, Comparable {
    /// Nanoseconds of `CLOCK_MONOTONIC`.
    public let nanoseconds: UInt64

    /// Names the instant that the clock showed.
    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// Whether `a` came before `b`.
    public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// The instant `nanoseconds` later, or the last one there is.
    public func advanced(byNanoseconds nanoseconds: UInt64) -> Instant {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return Instant(nanoseconds: overflow ? .max : sum)
    }

    /// The nanoseconds since `earlier`; 0 when `earlier` is in fact later.
    public func nanoseconds(since earlier: Instant) -> UInt64 {
        nanoseconds >= earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
    }
}

/// What tells a stage the time.
///
/// The daemon's is the system's monotonic clock; a test's moves when the test says so.
public protocol Clock: Sendable {
    /// The present instant.
    func now() -> Instant
}

/// What lets a stage rest.
///
/// The daemon's is a system call; a test's moves its clock and returns at once.
public protocol Sleeper: Sendable {
    /// Returns when the clock has reached `instant`, or at once when that is past.
    func sleep(until instant: Instant)
}
