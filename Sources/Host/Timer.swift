internal import CLinux
public import Realtime

/// A descriptor that becomes readable at an instant of `CLOCK_MONOTONIC`.
///
/// The corresponding C function is `timerfd_create`.
public struct Timer: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// Creates a timer that is not armed.
    public init() throws(HostError) {
        descriptor = FileDescriptor(
            owning: try SystemCall.check(clinux_timerfd(), "timerfd_create"))
    }

    /// The descriptor to watch in an event loop: readable once the instant is reached.
    public var raw: Int32 { descriptor.raw }

    /// Fires once at `instant`, or at once if it is past; replaces what was armed before.
    public func arm(at instant: Instant) {
        // Zero would disarm; one nanosecond after boot is past as well.
        let nanoseconds = max(1, min(instant.nanoseconds, UInt64(Int64.max)))
        SystemCall.expect(clinux_timerfd_set(descriptor.raw, nanoseconds), "timerfd_settime")
    }

    /// Does not fire any more.
    public func disarm() {
        SystemCall.expect(clinux_timerfd_set(descriptor.raw, 0), "timerfd_settime")
    }

    /// Takes the expiry; `false` when it has not fired since the last call.
    @discardableResult
    public func drain() -> Bool {
        SystemCall.expect(clinux_counter_take(descriptor.raw), "timerfd read") > 0
    }
}
