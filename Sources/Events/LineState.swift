/// What the line is doing.
public enum LineState: UInt8, Named {
    case starting, inspecting, cameraLost, stalled, reloading, stopping

    /// The word as the protocol writes it.
    public var name: String {
        switch self {
            case .starting: "starting"
            case .inspecting: "inspecting"
            case .cameraLost: "camera_lost"
            case .stalled: "stalled"
            case .reloading: "reloading"
            case .stopping: "stopping"
        }
    }
}
