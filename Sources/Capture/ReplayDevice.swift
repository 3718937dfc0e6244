import Host
import Imaging
public import Realtime

/// A folder of PNG, JPEG and BMP pictures, played as a camera would give them.
///
/// JPEG files are delivered as they are, as MJPG frames; others are decoded to RGB3. A file that
/// cannot be read is a frame with `isCorrupt`: it is never skipped. While all slots are lent, the
/// pictures that fall due are lost and their numbers skipped, as a driver would do.
///
/// - Note: Reads files and allocates: it stands for a camera, it is none.
public struct ReplayDevice: Device {
    /// The largest file that is read.
    static let longestFile = 256 << 20
    private static let slotCount = 6

    private let folder: String
    private let loops: Bool
    private let framesPerSecond: Double
    private var pace: Pace
    private var paths: [String] = []
    private var position = 0
    private var sequence: UInt32 = 0
    private var slots: FrameSlots?
    private var lastLayout = FrameLayout(format: .mjpg, width: 1, height: 1)

    /// Names a folder; nothing is read yet.
    ///
    /// - Parameters:
    ///   - folder: Its pictures and those of its subfolders are played in the order of their paths.
    ///   - framesPerSecond: The pace.
    ///   - loops: Whether to begin again after the last picture.
    ///   - clock: Gives the pace and the times of the frames.
    ///   - sleeper: Waits for the next frame.
    public init(
        folder: String, framesPerSecond: Double, loops: Bool, clock: any Clock,
        sleeper: any Sleeper
    ) {
        self.folder = folder
        self.loops = loops
        self.framesPerSecond = framesPerSecond
        pace = Pace(framesPerSecond: framesPerSecond, clock: clock, sleeper: sleeper)
    }

    /// Lists the folder.
    public mutating func open() throws(CameraError) -> Negotiated {
        paths = try list()
        position = 0
        sequence = 0
        let end = loops ? "again and again" : "once"
        return Negotiated(
            layout: nil, framesPerSecond: framesPerSecond,
            description:
                "\(paths.count) pictures of \(folder) at \(framesPerSecond) frames/s, \(end)")
    }

    private func list() throws(CameraError) -> [String] {
        let status: FileSystem.Status?
        do throws(HostError) {
            status = try FileSystem.status(of: folder)
        } catch {
            throw .unreadable(path: folder, reason: error.description)
        }
        guard status != nil else { throw .noFolder(path: folder) }
        do throws(ImagingError) {
            return try PictureFolder.pictures(under: folder)
        } catch {
            if case .noPictures = error { throw .noPictures(path: folder) }
            throw .unreadable(path: folder, reason: error.description)
        }
    }

    /// Starts the pace.
    public mutating func start() throws(CameraError) { pace.restart() }

    /// Waits until the next picture is due, and reads it.
    public mutating func dequeue(until deadline: Instant) -> Dequeued {
        while true {
            guard position < paths.count else { return .ended }
            guard pace.waitForFrame(until: deadline) else { return .timedOut }
            let number = sequence
            let path = paths[position]
            sequence &+= 1
            position += 1
            if loops, position == paths.count { position = 0 }
            if let frame = read(path, number: number) { return .frame(frame) }
        }
    }

    /// Forgets the pictures; lent frames stay readable.
    public mutating func close() {
        slots = nil
        paths = []
    }

    /// The file as a frame; `nil` when there is no slot for it.
    private mutating func read(_ path: String, number: UInt32) -> Frame? {
        if slots == nil { slots = FrameSlots(count: Self.slotCount, bytesPerSlot: 1 << 16) }
        guard let free = slots?.take() else { return nil }
        slots?.putBack(free)
        var info = FrameInfo(layout: lastLayout)
        info.sequence = number
        info.isSimulated = true
        info.partID = InlineText(relative(path))
        let bytes = (try? FileSystem.read(path, limit: Self.longestFile)) ?? []
        if bytes.count > 1, bytes[0] == 0xFF, bytes[1] == 0xD8 {
            return jpeg(bytes.span, info)
        }
        var picture = RGBPicture()
        do throws(ImagingError) {
            try PictureFile.decode(bytes.span, path: path, into: &picture)
        } catch {
            return corrupt(info)
        }
        info.layout = FrameLayout(format: .rgb3, width: picture.width, height: picture.height)
        return lend(picture.bytes, info)
    }

    private mutating func jpeg(_ bytes: Span<UInt8>, _ info: FrameInfo) -> Frame? {
        guard let size = JPEGSize.read(bytes) else { return corrupt(info) }
        var info = info
        info.layout = FrameLayout(format: .mjpg, width: size.width, height: size.height)
        return lend(bytes, info)
    }

    private mutating func corrupt(_ info: FrameInfo) -> Frame? {
        var info = info
        info.isCorrupt = true
        return lend(Span<UInt8>(), info)
    }

    private mutating func lend(_ bytes: Span<UInt8>, _ info: FrameInfo) -> Frame? {
        makeRoom(for: bytes.count)
        guard let slots, let slot = self.slots?.take() else { return nil }
        slots.fill(slot) { memory in
            for index in bytes.indices { memory[index] = bytes[index] }
        }
        var info = info
        info.capturedAt = pace.now()
        info.capturedNanoseconds = info.capturedAt.nanoseconds
        lastLayout = info.layout
        return slots.lend(slot, count: bytes.count, info: info)
    }

    /// Takes larger slots where a picture needs them; the lent ones live until they come home.
    private mutating func makeRoom(for count: Int) {
        guard let slots, slots.bytesPerSlot < count else { return }
        self.slots = FrameSlots(count: Self.slotCount, bytesPerSlot: count + count / 4)
    }

    private func relative(_ path: String) -> String {
        let start = folder.hasSuffix("/") ? folder : folder + "/"
        return path.hasPrefix(start) ? String(path.dropFirst(start.count)) : path
    }
}
