import CV4L2
import Glibc
import Host

/// An open camera node: what the driver is asked, in words.
struct V4L2Handle: ~Copyable {
    /// What the driver says of the node.
    struct Identity {
        var card: String
        var driver: String
        var bus: String
        var captures: Bool
        var capturesPlanes: Bool
        var streams: Bool
    }

    /// One taken buffer.
    struct Taken {
        var slot: Int
        var count: Int
        var flags: UInt32
        var sequence: UInt32
        var nanoseconds: UInt64
    }

    let path: String
    private let descriptor: Int32
    private static let capture = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    private static let mapped = V4L2_MEMORY_MMAP.rawValue

    /// Opens the node that stands at `path` now.
    ///
    /// - Throws: `.notFound`, `.noPermission`, `.busy`, or `.call`.
    init(path: String) throws(CameraError) {
        self.path = path
        do throws(Errno) {
            descriptor = try V4L2Calls.open(path)
        } catch {
            switch error.code {
                case ENOENT, ENODEV, ENXIO, ENOTDIR: throw .notFound(path: path)
                case EACCES, EPERM: throw .noPermission(path: path)
                case EISDIR: throw .notACamera(path: path)
                case EBUSY: throw .busy(path: path)
                default: throw .call("open", path: path, errno: error.code)
            }
        }
    }

    deinit { V4L2Calls.close(descriptor) }

    /// Asks the driver; the argument's type must be that of the code.
    func request<Argument>(
        _ code: UInt, _ name: StaticString, _ argument: inout Argument
    ) throws(CameraError) {
        if let error = refusal(code, &argument) { throw failure(name, error) }
    }

    /// Asks the driver where a refusal is an answer.
    func refusal<Argument>(_ code: UInt, _ argument: inout Argument) -> Errno? {
        do throws(Errno) {
            try V4L2Calls.request(descriptor, code, &argument)
            return nil
        } catch {
            return error
        }
    }

    private func failure(_ name: StaticString, _ errno: Errno) -> CameraError {
        switch errno.code {
            case ENODEV, ENXIO: .gone(path: path)
            case EBUSY: .busy(path: path)
            default: .call(name.description, path: path, errno: errno.code)
        }
    }

    /// Who this is.
    ///
    /// - Throws: `.notACamera` for what does not speak V4L2.
    func identity() throws(CameraError) -> Identity {
        var answer = v4l2_capability()
        if refusal(cv4l2_querycap, &answer) != nil { throw .notACamera(path: path) }
        let all = answer.capabilities
        let some = all & UInt32(V4L2_CAP_DEVICE_CAPS) != 0 ? answer.device_caps : all
        return Identity(
            card: V4L2Calls.text(answer.card), driver: V4L2Calls.text(answer.driver),
            bus: V4L2Calls.text(answer.bus_info),
            captures: some & UInt32(V4L2_CAP_VIDEO_CAPTURE) != 0,
            capturesPlanes: some & UInt32(V4L2_CAP_VIDEO_CAPTURE_MPLANE) != 0,
            streams: some & UInt32(V4L2_CAP_STREAMING) != 0)
    }

    /// The format that the camera is set to.
    func format() throws(CameraError) -> v4l2_pix_format {
        var answer = unsafe v4l2_format()
        unsafe answer.type = Self.capture
        try unsafe request(cv4l2_g_fmt, "VIDIOC_G_FMT", &answer)
        return unsafe answer.fmt.pix
    }

    /// Asks for a format, and gives what the driver made of it.
    func setFormat(_ wanted: v4l2_pix_format) throws(CameraError) -> v4l2_pix_format {
        var answer = unsafe v4l2_format()
        unsafe answer.type = Self.capture
        unsafe answer.fmt.pix = wanted
        try unsafe request(cv4l2_s_fmt, "VIDIOC_S_FMT", &answer)
        return unsafe answer.fmt.pix
    }

    /// Asks for a rate where one is wanted; the driver's rate in frames per second, 0 if unknown.
    func setRate(_ wanted: Double?) throws(CameraError) -> Double {
        var answer = v4l2_streamparm()
        answer.type = Self.capture
        guard refusal(cv4l2_g_parm, &answer) == nil else { return 0 }
        let settable = unsafe answer.parm.capture.capability & UInt32(V4L2_CAP_TIMEPERFRAME) != 0
        if let wanted, settable {
            unsafe answer.parm.capture.timeperframe = v4l2_fract(
                numerator: 1000, denominator: UInt32((wanted * 1000).rounded()))
            try request(cv4l2_s_parm, "VIDIOC_S_PARM", &answer)
            try request(cv4l2_g_parm, "VIDIOC_G_PARM", &answer)
        }
        let period = unsafe answer.parm.capture.timeperframe
        guard settable, period.numerator > 0 else { return 0 }
        return Double(period.denominator) / Double(period.numerator)
    }

    /// Asks for buffers, or gives all back for 0; how many there are.
    func requestBuffers(_ count: Int) throws(CameraError) -> Int {
        var answer = v4l2_requestbuffers()
        answer.count = UInt32(count)
        answer.type = Self.capture
        answer.memory = Self.mapped
        try request(cv4l2_reqbufs, "VIDIOC_REQBUFS", &answer)
        return Int(answer.count)
    }

    /// Maps one buffer into our memory.
    @unsafe func map(_ slot: Int) throws(CameraError) -> UnsafeMutableRawBufferPointer {
        var buffer = unsafe emptyBuffer()
        unsafe buffer.index = UInt32(slot)
        try unsafe request(cv4l2_querybuf, "VIDIOC_QUERYBUF", &buffer)
        do throws(Errno) {
            return try unsafe V4L2Calls.map(
                descriptor, offset: buffer.m.offset, length: buffer.length)
        } catch {
            throw failure("mmap", error)
        }
    }

    /// Lends a buffer to the driver.
    func queue(_ slot: Int) throws(CameraError) {
        var buffer = unsafe emptyBuffer()
        unsafe buffer.index = UInt32(slot)
        try unsafe request(cv4l2_qbuf, "VIDIOC_QBUF", &buffer)
    }

    /// Takes the oldest filled buffer; `nil` when there is none yet.
    func take() throws(CameraError) -> Taken? {
        var buffer = unsafe emptyBuffer()
        if let error = unsafe refusal(cv4l2_dqbuf, &buffer) {
            if error.code == EAGAIN { return nil }
            throw failure("VIDIOC_DQBUF", error)
        }
        let time = unsafe buffer.timestamp
        let seconds = UInt64(clamping: time.tv_sec)
        let micros = UInt64(clamping: time.tv_usec)
        return unsafe Taken(
            slot: Int(buffer.index), count: Int(buffer.bytesused), flags: buffer.flags,
            sequence: buffer.sequence, nanoseconds: seconds &* 1_000_000_000 &+ micros &* 1000)
    }

    /// Waits until a frame can be taken, at most `milliseconds`.
    func wait(milliseconds: Int32) -> V4L2Calls.Readiness {
        V4L2Calls.wait(descriptor, milliseconds: milliseconds)
    }

    func startStreaming() throws(CameraError) {
        var type = Self.capture
        try request(cv4l2_streamon, "VIDIOC_STREAMON", &type)
    }

    /// Ends streaming and lets the driver forget its buffers, so that the node can be opened again
    /// while frames are still lent; a camera that is gone refuses both, and nothing is left to do.
    func stopStreaming() {
        var type = Self.capture
        _ = refusal(cv4l2_streamoff, &type)
        var none = v4l2_requestbuffers()
        none.type = Self.capture
        none.memory = Self.mapped
        _ = refusal(cv4l2_reqbufs, &none)
    }

    @unsafe private func emptyBuffer() -> v4l2_buffer {
        var buffer = unsafe v4l2_buffer()
        unsafe buffer.type = Self.capture
        unsafe buffer.memory = Self.mapped
        return unsafe buffer
    }
}
