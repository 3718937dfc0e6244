/// Why frames that the driver numbered have no verdict.
public enum MissedReason: UInt8, Named {
    /// The driver's numbers jumped: the frames were lost before we saw them.
    case driverGap
    /// There was no room in the frame ring.
    case ringOverrun
    /// A newer frame was there when inference was free.
    case overtaken
    /// The camera went while the frames were on their way.
    case cameraGone

    /// The word as the protocol writes it.
    public var name: String {
        switch self {
            case .driverGap: "driver_gap"
            case .ringOverrun: "ring_overrun"
            case .overtaken: "overtaken"
            case .cameraGone: "camera_gone"
        }
    }
}
