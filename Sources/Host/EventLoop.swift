internal import CLinux

/// Which of many descriptors is ready; the caller switches over the tokens it gave them.
///
///     for event in try loop.wait(timeout: nil) {
///         switch Source(token: event.token) { … }
///     }
///
/// The corresponding C function is `epoll_wait`, level-triggered: what was not read is told again.
public struct EventLoop: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// What a descriptor is watched for; its hang-up is always told.
    public struct Interest: OptionSet, Sendable {
        /// One bit a kind.
        public let rawValue: UInt8
        /// Names the kinds with these bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Something can be read.
        public static let read = Interest(rawValue: 1)
        /// Something can be written.
        public static let write = Interest(rawValue: 2)

        var flags: UInt32 {
            (contains(.read) ? clinux_readable : 0) | (contains(.write) ? clinux_writable : 0)
        }
    }

    /// Creates a loop that watches nothing.
    public init() throws(HostError) {
        descriptor = FileDescriptor(owning: try SystemCall.check(clinux_epoll(), "epoll_create1"))
    }

    /// Watches a descriptor from now on; close it only after `remove`.
    ///
    /// - Parameters:
    ///   - raw: The descriptor, which is not watched yet.
    ///   - token: What its events carry.
    ///   - interest: What to watch it for.
    /// - Throws: `.call` for what cannot be watched, such as a regular file.
    public func add(_ raw: Int32, token: Int, interest: Interest) throws(HostError) {
        let token = UInt64(bitPattern: Int64(token))
        try SystemCall.check(
            clinux_epoll_add(descriptor.raw, raw, token, interest.flags), "epoll_ctl")
    }

    /// Watches a descriptor for something else.
    public func modify(_ raw: Int32, token: Int, interest: Interest) throws(HostError) {
        let token = UInt64(bitPattern: Int64(token))
        try SystemCall.check(
            clinux_epoll_modify(descriptor.raw, raw, token, interest.flags), "epoll_ctl")
    }

    /// Watches a descriptor no more.
    public func remove(_ raw: Int32) throws(HostError) {
        try SystemCall.check(clinux_epoll_remove(descriptor.raw, raw), "epoll_ctl")
    }

    /// Waits until something is ready.
    ///
    /// Allocates nothing. More than `Events.limit` ready descriptors take turns.
    ///
    /// - Parameter timeout: How long at most, rounded up to milliseconds; `nil` waits for ever.
    /// - Returns: What is ready; no event when the time ran out first.
    /// - Throws: `.call` when the kernel refuses, which no right program sees.
    public func wait(timeout: Duration?) throws(HostError) -> Events {
        var found = Events()
        let nanoseconds = timeout.clampedNanoseconds
        var span = found.storage.mutableSpan
        let result = clinux_epoll_wait(descriptor.raw, &span, nanoseconds)
        found.count = Int(try SystemCall.check(result, "epoll_wait"))
        return found
    }

    /// What was ready, stored in place.
    public struct Events: Sendable, Sequence {
        /// The most events of one wait.
        public static let limit = 32
        var storage = InlineArray<32, clinux_event>(repeating: clinux_event())
        /// The number of events.
        public internal(set) var count = 0

        /// The event at `index`, which is below `count`.
        public subscript(index: Int) -> Event {
            precondition(index < count, "event \(index) of \(count)")
            return Event(storage[index])
        }

        /// Goes through the events in order.
        public func makeIterator() -> Iterator { Iterator(events: self) }

        /// A place among the events.
        public struct Iterator: IteratorProtocol, Sendable {
            let events: Events
            var index = 0
            /// The next event, or `nil` at the end.
            public mutating func next() -> Event? {
                guard index < events.count else { return nil }
                defer { index += 1 }
                return events[index]
            }
        }
    }

    /// One descriptor that is ready.
    public struct Event: Sendable, Equatable {
        /// What the descriptor was added with.
        public let token: Int
        /// Something can be read; also set at the end of the stream.
        public let readable: Bool
        /// Something can be written.
        public let writable: Bool
        /// The other side is gone, or the descriptor failed; what is left can still be read.
        public let closed: Bool

        init(_ raw: clinux_event) {
            token = Int(Int64(bitPattern: raw.token))
            readable = raw.ready & clinux_readable != 0
            writable = raw.ready & clinux_writable != 0
            closed = raw.ready & (clinux_hung_up | clinux_failed) != 0
        }
    }
}
