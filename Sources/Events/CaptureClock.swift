/// The clock that a frame's timestamp was read from.
public enum CaptureClock: UInt8, Named {
    case monotonic, realtime, unknown

    /// The word as the protocol writes it.
    public var name: String {
        switch self {
            case .monotonic: "monotonic"
            case .realtime: "realtime"
            case .unknown: "unknown"
        }
    }
}
