/// What happened to the camera.
public struct CameraEvent: Sendable, Equatable {
    /// What can happen to a camera.
    public enum Status: UInt8, Named {
        case opened, lost, stalled

        /// The word as the protocol writes it.
        public var name: String {
            switch self {
                case .opened: "opened"
                case .lost: "lost"
                case .stalled: "stalled"
            }
        }
    }

    /// The event's number.
    public var sequence: UInt64 = 0
    /// Microseconds since 1970, when it was said.
    public var time: UInt64 = 0
    /// What happened.
    public var status: Status
    /// The source as configured.
    public var source = ""
    /// The camera's own name.
    public var device: String?
    /// The pixel format the driver gives, by V4L2's letters.
    public var format: String?
    /// The width the driver gives, in pixels.
    public var width: UInt64?
    /// The height the driver gives, in pixels.
    public var height: UInt64?
    /// The rate the driver gives, in frames per second.
    public var fps: Float?
    /// What went wrong, or what the driver did not grant.
    public var why: String?

    /// Names what happened.
    public init(_ status: Status) { self.status = status }
}
