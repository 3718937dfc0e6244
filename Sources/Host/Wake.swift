internal import CLinux
internal import Glibc
public import Realtime

/// A bell between two threads: one signals, the other waits for it, alone or in an event loop.
///
/// Signals add up until they are drained, so none is lost between a look at a ring and the wait.
/// The corresponding C function is `eventfd`.
public final class Wake: Realtime.Waker, Sendable {
    private let descriptor: FileDescriptor

    /// Creates a bell that nobody has rung.
    public init() throws(HostError) {
        descriptor = FileDescriptor(owning: try SystemCall.check(clinux_eventfd(), "eventfd"))
    }

    /// The descriptor to watch in an event loop: readable when signalled.
    public var raw: Int32 { descriptor.raw }

    /// Makes the other thread's present or next wait return; allocates nothing, never waits.
    public func signal() {
        SystemCall.expect(clinux_eventfd_signal(descriptor.raw), "eventfd write")
    }

    /// Waits for a signal and takes it.
    ///
    /// Sleeps in the kernel, allocates nothing.
    ///
    /// - Parameter timeout: How long at most; `nil` waits for ever.
    /// - Returns: `false` when the time ran out first.
    public func wait(timeout: Duration? = nil) -> Bool {
        let ready = clinux_wait(descriptor.raw, Int16(POLLIN), timeout.clampedNanoseconds)
        SystemCall.expect(ready, "poll")
        return drain()
    }

    /// Takes all signals there are, without waiting; `false` when there was none.
    @discardableResult
    public func drain() -> Bool {
        SystemCall.expect(clinux_counter_take(descriptor.raw), "eventfd read") > 0
    }
}
