/// Frames that the driver numbered and that have no verdict.
public struct MissedEvent: Sendable, Equatable {
    /// The event's number.
    public var sequence: UInt64 = 0
    /// Microseconds since 1970, when it was said.
    public var time: UInt64 = 0
    /// The driver's number of the first frame missed; the others follow it.
    public var frame: UInt64 = 0
    /// The frames missed.
    public var count: UInt64
    /// Why they were.
    public var reason: MissedReason

    /// Counts frames missed for one reason.
    public init(count: UInt64, reason: MissedReason) {
        self.count = count
        self.reason = reason
    }
}
