public import Realtime

/// The device that a configuration names; the kinds of camera are a closed set.
public enum AnyDevice: Device, ~Copyable {
    /// A real camera.
    case camera(V4L2Device)
    /// A folder of pictures.
    case replay(ReplayDevice)
    /// The virtual line.
    case demo(DemoDevice)

    /// Makes the device of a source, closed.
    ///
    /// - Parameters:
    ///   - source: Which device; its own rate goes before that of the settings.
    ///   - settings: What to ask of it; simulated sources use the rate only.
    ///   - clock: The system's monotonic clock, or a test's.
    ///   - sleeper: Rests by that clock.
    public init(
        _ source: CameraSource, settings: CameraSettings, clock: any Clock, sleeper: any Sleeper
    ) {
        let rate = settings.framesPerSecond ?? CameraSource.defaultRate
        switch source {
            case .camera(let path):
                self = .camera(V4L2Device(path: path, settings: settings, clock: clock))
            case .replay(let folder, let own, let loops):
                self = .replay(
                    ReplayDevice(
                        folder: folder, framesPerSecond: own ?? rate, loops: loops, clock: clock,
                        sleeper: sleeper))
            case .demo(let own, let seed, let defects):
                self = .demo(
                    DemoDevice(
                        seed: seed, defects: defects, framesPerSecond: own ?? rate, clock: clock,
                        sleeper: sleeper))
        }
    }

    /// Opens the device.
    public mutating func open() throws(CameraError) -> Negotiated {
        // The payload is moved out, used, and moved back, on every way out.
        switch consume self {
            case .camera(var device):
                let answer = Self.attempt { () throws(CameraError) in try device.open() }
                self = .camera(device)
                return try answer.get()
            case .replay(var device):
                let answer = Self.attempt { () throws(CameraError) in try device.open() }
                self = .replay(device)
                return try answer.get()
            case .demo(var device):
                let answer = Self.attempt { () throws(CameraError) in try device.open() }
                self = .demo(device)
                return try answer.get()
        }
    }

    /// Starts the device.
    public mutating func start() throws(CameraError) {
        switch consume self {
            case .camera(var device):
                let answer = Self.attempt { () throws(CameraError) in try device.start() }
                self = .camera(device)
                try answer.get()
            case .replay(var device):
                let answer = Self.attempt { () throws(CameraError) in try device.start() }
                self = .replay(device)
                try answer.get()
            case .demo(var device):
                let answer = Self.attempt { () throws(CameraError) in try device.start() }
                self = .demo(device)
                try answer.get()
        }
    }

    /// Asks the device for a frame.
    public mutating func dequeue(until deadline: Instant) -> Dequeued {
        switch consume self {
            case .camera(var device):
                let answer = device.dequeue(until: deadline)
                self = .camera(device)
                return answer
            case .replay(var device):
                let answer = device.dequeue(until: deadline)
                self = .replay(device)
                return answer
            case .demo(var device):
                let answer = device.dequeue(until: deadline)
                self = .demo(device)
                return answer
        }
    }

    /// Closes the device.
    public mutating func close() {
        switch consume self {
            case .camera(var device):
                device.close()
                self = .camera(device)
            case .replay(var device):
                device.close()
                self = .replay(device)
            case .demo(var device):
                device.close()
                self = .demo(device)
        }
    }

    private static func attempt<Answer>(
        _ body: () throws(CameraError) -> Answer
    ) -> Result<Answer, CameraError> {
        do throws(CameraError) {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }
}
