/// The line does something else now.
public struct StateEvent: Sendable, Equatable {
    /// The event's number.
    public var sequence: UInt64 = 0
    /// Microseconds since 1970, when it was said.
    public var time: UInt64 = 0
    /// What the line does.
    public var state: LineState
    /// The reason in words, where there is one.
    public var why: String?

    /// Names the state.
    public init(_ state: LineState) { self.state = state }
}
