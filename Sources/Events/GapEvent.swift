/// Events that this client did not get.
public struct GapEvent: Sendable, Equatable {
    /// The number of the first event lost.
    public var from: UInt64
    /// The number of the last event lost.
    public var to: UInt64

    /// Names the events lost, both ends included.
    public init(from: UInt64, to: UInt64) {
        self.from = from
        self.to = to
    }
}
