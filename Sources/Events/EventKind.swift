/// The kinds of events, as clients choose them.
public enum EventKind: UInt8, Named {
    case hello, state, verdict, missed, reload, camera, gap, statistics

    /// The word as the protocol writes it.
    public var name: String {
        switch self {
            case .hello: "hello"
            case .state: "state"
            case .verdict: "verdict"
            case .missed: "missed"
            case .reload: "reload"
            case .camera: "camera"
            case .gap: "gap"
            case .statistics: "statistics"
        }
    }
}
