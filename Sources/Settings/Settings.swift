/// Everything the daemon can be told; the initial values are the defaults.
///
/// Each property has one key of the same place in the configuration file: `camera.stallTimeout` is
/// `stall_timeout` in `[camera]`. What a key means, and its limits, stand in `Settings.all`.
public struct Settings: Sendable, Equatable {
    /// The line as a whole.
    public var line = Line()
    /// Where frames come from.
    public var camera = Camera()
    /// How a picture is judged.
    public var inspection = Inspection()
    /// What is said on the socket.
    public var events = Events()
    /// Which pictures are kept.
    public var record = Record()

    /// Creates the defaults.
    public init() {}

    /// The event socket's path: the one given, or `/run/sight/NAME.sock` with the line's name.
    public var socketPath: String { events.socket ?? "/run/sight/\(line.name).sock" }
}

extension Settings {
    /// The line as a whole.
    public struct Line: Sendable, Equatable {
        /// The line's name in events, journal and socket path.
        public var name = "line"
    }

    /// Where frames come from.
    public struct Camera: Sendable, Equatable {
        /// A device's path, `replay:FOLDER?fps=10&loop`, or `demo:`.
        public var source = "/dev/video0"
        /// The pixel format by V4L2's four letters, or `auto`.
        public var format = "auto"
        /// The frame's size; `nil`: the one the source gives.
        public var size: Size?
        /// Frames per second; `nil`: the rate the source gives.
        public var fps: Double?
        /// The controls to set, in the order to set them.
        public var controls: [Control] = []
        /// The time without a frame after which the camera is stalled and opened anew.
        public var stallTimeout = Duration.seconds(2)
        /// The buffers asked of the driver.
        public var buffers = 6
        /// The first frames after each start of the camera that are not judged.
        public var warmUpFrames = 0
    }

    /// How a picture is judged.
    public struct Inspection: Sendable, Equatable {
        /// The model file; empty: not set, which the daemon refuses.
        public var model = ""
        /// The inspected rectangle of the frame; `nil`: the whole frame.
        public var region: Region?
        /// A picture whose white pixels are not inspected; `nil`: all are.
        public var ignore: String?
        /// The share of normal parts that may fail, from which the threshold follows.
        public var falseRejectRate = 0.001
        /// The image score from which a part fails; `nil`: from `falseRejectRate`.
        public var threshold: Double?
        /// The cell of the anomaly map from which it counts as a region; `nil`: from the model.
        public var mapThreshold: Double?
        /// The time from capture in which the verdict must leave; `nil`: none.
        public var deadline: Duration?
        /// Whether each frame is judged in order, rather than the newest.
        public var everyFrame = false
        /// The numbers the network computes with.
        public var precision = Precision.auto
        /// The threads of the network; 0: all allowed processors.
        public var threads = 0
        /// The most threads: no team of the networks is larger.
        public static let mostThreads = 256
        /// The priority of the capture and inference threads; 0: none.
        public var realtimePriority = 20
        /// The grey level below which 99 % of a dark picture's pixels are; 0: no check.
        public var darkLevel = 10
        /// The share of pixels at 255 from which a picture is saturated.
        public var saturatedShare = 0.9
        /// The identical frames in a row from which a frame is frozen; 0: no check.
        public var frozenFrames = 3
    }

    /// What is said on the socket.
    public struct Events: Sendable, Equatable {
        /// The socket's path; `nil`: see `Settings.socketPath`.
        public var socket: String?
        /// The events kept for late subscribers.
        public var history = 1024
        /// The clients served at once.
        public var maxClients = 16
        /// The time from one `statistics` event to the next.
        public var statisticsInterval = Duration.seconds(10)
    }

    /// Which pictures are kept.
    public struct Record: Sendable, Equatable {
        /// The folder of records; empty: nothing is recorded.
        public var directory = ""
        /// The bytes of records kept; the oldest go first.
        public var keepBytes = 10 << 30
        /// The records written in one minute; 0: no limit.
        public var maxPerMinute = 60
    }

    /// The size of a frame in pixels.
    public struct Size: Sendable, Equatable {
        /// The width in pixels.
        public var width: Int
        /// The height in pixels.
        public var height: Int

        /// Names the size.
        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// A rectangle of camera pixels.
    public struct Region: Sendable, Equatable {
        /// The left column.
        public var x: Int
        /// The top row.
        public var y: Int
        /// The width in pixels.
        public var width: Int
        /// The height in pixels.
        public var height: Int

        /// The least width and height: less is no picture, stretched to the detector's 256x256.
        public static let shortestSide = 16

        /// Names the rectangle.
        public init(x: Int, y: Int, width: Int, height: Int) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// A camera control and the value it is set to.
    public struct Control: Sendable, Equatable {
        /// The name as `v4l2-ctl` writes it, such as `exposure_time_absolute`.
        public var name: String
        /// The value; `true` is 1, `false` is 0.
        public var value: Int

        /// Pairs the two.
        public init(name: String, value: Int) {
            self.name = name
            self.value = value
        }
    }

    /// The numbers the network computes with.
    public enum Precision: String, Sendable, CaseIterable {
        /// The fastest in which the model's golden pictures and held-out good parts agree.
        case auto
        /// 32-bit floating point.
        case f32
        /// 16-bit floating point with 8 bits of fraction.
        case bf16
        /// 8-bit integers.
        case int8
    }
}
