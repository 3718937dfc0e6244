/// New settings, or a new model, were taken or refused.
public struct ReloadEvent: Sendable, Equatable {
    /// How a reload ended.
    public enum Result: UInt8, Named {
        case ok, refused

        /// The word as the protocol writes it.
        public var name: String {
            switch self {
                case .ok: "ok"
                case .refused: "refused"
            }
        }
    }

    /// The event's number.
    public var sequence: UInt64 = 0
    /// Microseconds since 1970, when it was said.
    public var time: UInt64 = 0
    /// How it ended.
    public var result: Result
    /// Why it was refused, or what else the operator should know.
    public var why: String?
    /// The digest of the model before.
    public var from: String?
    /// The digest of the model that serves now, or was refused.
    public var to: String?

    /// Names the result.
    public init(_ result: Result) { self.result = result }
}
