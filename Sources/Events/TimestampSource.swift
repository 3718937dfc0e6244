/// The moment of the exposure that a frame's timestamp marks.
public enum TimestampSource: UInt8, Named {
    case startOfExposure, endOfFrame

    /// The word as the protocol writes it.
    public var name: String {
        switch self {
            case .startOfExposure: "soe"
            case .endOfFrame: "eof"
        }
    }
}
