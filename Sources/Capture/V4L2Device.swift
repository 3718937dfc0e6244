import CV4L2
import Host
public import Realtime

import Imaging

/// A camera of Video4Linux, through libv4l2, with buffers shared with the driver.
///
/// Each opening takes the node that stands at the path then, so a camera that was plugged in again
/// is found. Formats are taken as the camera has them; nothing is assumed of what the driver
/// granted, everything is read back.
public struct V4L2Device: Device, ~Copyable {
    /// The least buffers a line can work with.
    static let leastBuffers = 4

    private let path: String
    private let settings: CameraSettings
    private let clock: any Clock
    private var handle: V4L2Handle?
    private var pool: FramePool?
    private var layout: FrameLayout?
    private var slots = 0
    private var queued = 0

    /// Names a camera; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - path: The node, better a stable path from /dev/v4l/by-id.
    ///   - settings: What to ask of it.
    ///   - clock: The system's monotonic clock, which drivers read too.
    public init(path: String, settings: CameraSettings, clock: any Clock) {
        self.path = path
        self.settings = settings
        self.clock = clock
    }

    /// Opens the node, sets controls, format and rate, and maps the buffers.
    public mutating func open() throws(CameraError) -> Negotiated {
        close()
        let camera = try V4L2Handle(path: path)
        let identity = try camera.identity()
        guard identity.captures else {
            if identity.capturesPlanes {
                throw .unsupported(path: path, what: "gives frames in several planes")
            }
            throw .notACamera(path: path)
        }
        guard identity.streams else { throw .unsupported(path: path, what: "cannot stream") }
        let layout = try Self.agree(camera, settings)
        let rate = try camera.setRate(settings.framesPerSecond)
        // After the format: drivers reset some controls with it.
        let remarks = Self.remarks(on: rate, settings) + (try camera.set(settings.controls))
        try makeBuffers(camera)
        self.layout = layout
        handle = consume camera
        return Negotiated(
            layout: layout, framesPerSecond: rate,
            description: Self.describe(identity, layout, rate, remarks, slots))
    }

    /// Gives all buffers to the driver and starts it.
    public mutating func start() throws(CameraError) {
        precondition(handle != nil, "a camera is opened before it is started")
        for slot in 0..<slots { try queue(slot) }
        try handle?.startStreaming()
    }

    /// Queues the buffers that came home, then waits for a frame.
    public mutating func dequeue(until deadline: Instant) -> Dequeued {
        do throws(CameraError) {
            while true {
                try queueReturned()
                if let taken = try handle?.take() { return .frame(frame(taken)) }
                let now = clock.now()
                if now >= deadline { return .timedOut }
                switch wait(nanoseconds: deadline.nanoseconds(since: now)) {
                    case .readable, .silent: continue
                    case .failed: return .failed(try failure())
                }
            }
        } catch {
            return .failed(error)
        }
    }

    /// Stops the driver and closes the node; lent frames stay readable.
    public mutating func close() {
        handle?.stopStreaming()
        pool = nil
        handle = nil
        queued = 0
    }

    private mutating func makeBuffers(_ camera: borrowing V4L2Handle) throws(CameraError) {
        slots = min(64, try camera.requestBuffers(max(settings.buffers, Self.leastBuffers)))
        guard slots >= Self.leastBuffers else { throw .tooFewBuffers(path: path, given: slots) }
        pool = try unsafe Self.map(camera, count: slots)
    }

    @unsafe private static func map(
        _ camera: borrowing V4L2Handle, count: Int
    ) throws(CameraError) -> FramePool {
        var mapped: [UnsafeMutableRawBufferPointer] = unsafe []
        do throws(CameraError) {
            for slot in 0..<count { unsafe mapped.append(try unsafe camera.map(slot)) }
        } catch {
            unsafe V4L2Calls.unmap(mapped)
            throw error
        }
        return unsafe FramePool(slots: mapped) { unsafe V4L2Calls.unmap($0) }
    }

    private mutating func queue(_ slot: Int) throws(CameraError) {
        try handle?.queue(slot)
        queued += 1
    }

    private mutating func queueReturned() throws(CameraError) {
        var returned = pool?.takeReturned() ?? 0
        while returned != 0 {
            try queue(returned.trailingZeroBitCount)
            returned &= returned &- 1
        }
    }

    /// Waits for a frame, but not long while the driver is short of buffers.
    ///
    /// A frame that is dropped elsewhere wakes nobody here; with three buffers in the driver, two
    /// frames can arrive before it needs the returned ones, and the first of them wakes us.
    private func wait(nanoseconds: UInt64) -> V4L2Calls.Readiness {
        let longest: UInt64 = queued < 3 ? 2 : 500
        let milliseconds = min(longest, (nanoseconds + 999_999) / 1_000_000)
        return handle?.wait(milliseconds: Int32(milliseconds)) ?? .failed
    }

    /// What a poll that reports an error means; the driver tells when asked for a frame.
    private func failure() throws(CameraError) -> CameraError {
        _ = try handle?.take()
        return .gone(path: path)
    }

    private mutating func frame(_ taken: V4L2Handle.Taken) -> Frame {
        guard let pool, let layout else { preconditionFailure("frames come from an open camera") }
        queued -= 1
        var info = FrameInfo(layout: layout)
        info.describe(taken, dequeuedAt: clock.now())
        return pool.lend(
            slot: taken.slot, count: min(taken.count, pool.room(in: taken.slot)), info: info)
    }
}

extension V4L2Device {
    /// Sets the format and checks what the driver made of it.
    static func agree(
        _ camera: borrowing V4L2Handle, _ settings: CameraSettings
    ) throws(CameraError) -> FrameLayout {
        let path = camera.path
        let offered = camera.formats()
        let format = try CameraFormat.choice(among: offered, settings: settings, path: path)
        var wanted = try camera.format()
        wanted.pixelformat = format.fourCC
        wanted.field = V4L2_FIELD_NONE.rawValue
        wanted.bytesperline = 0
        wanted.sizeimage = 0
        if let size = settings.size {
            wanted.width = UInt32(size.width)
            wanted.height = UInt32(size.height)
        }
        let given = try camera.setFormat(wanted)
        guard given.pixelformat == format.fourCC else {
            throw .refusedFormat(
                path: path, asked: format.rawValue,
                offered: [V4L2Handle.letters(of: given.pixelformat)])
        }
        let size = PictureSize(width: Int(given.width), height: Int(given.height))
        if let asked = settings.size, asked != size {
            throw .refusedSize(path: path, asked: asked, given: size)
        }
        let fields = [V4L2_FIELD_ANY, V4L2_FIELD_NONE, V4L2_FIELD_INTERLACED].map(\.rawValue)
        guard fields.contains(given.field) else {
            throw .unsupported(path: path, what: "gives each field of a frame on its own")
        }
        var layout = FrameLayout(format: format, width: size.width, height: size.height)
        if format != .mjpg {
            layout.bytesPerRow = max(layout.bytesPerRow, Int(given.bytesperline))
        }
        guard layout.isValid else {
            throw .unsupported(path: path, what: "gives frames of \(size)")
        }
        return layout
    }

    /// What to say of a rate that is not the one asked for.
    static func remarks(on rate: Double, _ settings: CameraSettings) -> [String] {
        guard let asked = settings.framesPerSecond, rate > 0 else { return [] }
        // 30000/1001 is what cameras mean by 30.
        return abs(rate - asked) <= asked * 0.01 ? [] : ["\(asked) frames/s were asked for"]
    }

    private static func describe(
        _ identity: V4L2Handle.Identity, _ layout: FrameLayout, _ rate: Double, _ remarks: [String],
        _ buffers: Int
    ) -> String {
        let pace = rate > 0 ? "\((rate * 100).rounded() / 100) frames/s" : "an unknown rate"
        let what =
            "\(identity.card) (\(identity.driver)): \(layout.format.rawValue) \(layout.size) at "
            + "\(pace), \(buffers) buffers"
        return ([what] + remarks).joined(separator: "; ")
    }
}

extension FrameInfo {
    /// Takes over what the driver said of a buffer.
    mutating func describe(_ taken: V4L2Handle.Taken, dequeuedAt now: Instant) {
        sequence = taken.sequence
        capturedNanoseconds = taken.nanoseconds
        let kind = taken.flags & UInt32(V4L2_BUF_FLAG_TIMESTAMP_MASK)
        clock = kind == UInt32(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC) ? .monotonic : .unknown
        let source = taken.flags & UInt32(V4L2_BUF_FLAG_TSTAMP_SRC_MASK)
        timestampSource =
            source == UInt32(V4L2_BUF_FLAG_TSTAMP_SRC_SOE) ? .startOfExposure : .endOfFrame
        let captured = Instant(nanoseconds: taken.nanoseconds)
        // A frame from the future has a wrong clock, whatever its flags say.
        capturedAt = clock == .monotonic && captured <= now ? captured : now
        let isShort = taken.count < max(1, layout.byteCountMinimum)
        isCorrupt = taken.flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0 || isShort
    }
}
