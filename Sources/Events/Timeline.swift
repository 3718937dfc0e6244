/// When a frame passed each stage, in microseconds since its capture.
public struct Timeline: Sendable, Equatable {
    /// When it was put into the ring.
    public var queued: UInt64 = 0
    /// When inference took it.
    public var begun: UInt64 = 0
    /// When the verdict was known.
    public var decided: UInt64 = 0
    /// When the line was given to the clients.
    public var published: UInt64 = 0

    /// Creates zeros.
    public init() {}
}
