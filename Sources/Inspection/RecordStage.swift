internal import Events
internal import Host
internal import Imaging
internal import Realtime
internal import Synchronization

/// The recording thread: writes the pictures of failed and undecided frames, with their heat maps
/// and scores, and keeps the folder within its quota.
///
///     DIRECTORY/LINE/2026-11-21/101502.123456-000000000042-fail.png
///                               101502.123456-000000000042-fail-map.png
///                               101502.123456-000000000042-fail.json
///
/// Names sort by time. The JSON is the verdict event as it was said. A frame that could not be
/// decoded keeps its bytes as the camera gave them (`.jpg`, or `.raw` with the layout in its name).
struct RecordStage: ~Copyable, Sendable {
    private let slots: RecordSlots
    let channel: RecordChannel
    private let folder: String
    private let keepBytes: Int
    private let heatMap: HeatMap
    private var writer = LineWriter()
    private var overlay = RGBPicture()
    private var used: UInt64?
    private var fault: String?

    /// Creates the stage; it touches the disk only when there is something to write.
    ///
    /// - Parameters:
    ///   - slots: Where the pictures are.
    ///   - channel: Where the orders come from.
    ///   - folder: The line's folder; made when it is missing.
    ///   - keepBytes: The most it may hold; the oldest records go first.
    ///   - heatMap: The scale of the heat maps.
    init(
        slots: RecordSlots, channel: RecordChannel, folder: String, keepBytes: Int,
        heatMap: HeatMap
    ) {
        self.slots = slots
        self.channel = channel
        self.folder = folder
        self.keepBytes = keepBytes
        self.heatMap = heatMap
    }

    /// Writes the next picture; `false` when none was ordered.
    mutating func step() -> Bool {
        guard let order = channel.orders.pop() else { return false }
        do throws(RecordError) {
            try write(order)
            channel.written.add(1, ordering: .relaxed)
            tell(nil)
        } catch {
            channel.failed.add(1, ordering: .relaxed)
            tell(error.description)
        }
        slots.release(order.slot)
        return true
    }

    /// Tells the main thread when writing begins to fail, fails otherwise, or works again.
    private mutating func tell(_ next: String?) {
        guard next != fault else { return }
        // A full ring means that the main thread has eight changes to tell already.
        if channel.faults.push(next.map(RecordFault.failing) ?? .recovered) == nil { fault = next }
    }

    private mutating func write(_ order: RecordingDesk.Order) throws(RecordError) {
        let slot = slots[order.slot]
        let name = RecordName(order.event)
        let day = "\(folder)/\(name.day)"
        do {
            try FileSystem.makeFolder(day, mode: 0o750)
            let base = "\(day)/\(name.stem)"
            try writePictures(of: slot, to: base)
            writer.write(.verdict(order.event))
            var line: [UInt8] = []
            writer.copyLine(to: &line)
            try save(line, to: base + ".json")
            try RecordQuota(folder: folder, keepBytes: UInt64(keepBytes)).enforce(used: &used)
        } catch {
            throw RecordError(description: "\(error)")
        }
    }

    private mutating func writePictures(of slot: RecordSlots.Slot, to base: String) throws {
        if let layout = slot.layout {
            let suffix =
                layout.format == .mjpg
                ? ".jpg"
                : "-\(layout.format.rawValue)-\(layout.width)x\(layout.height).raw"
            return try save(slot.raw, to: base + suffix)
        }
        try PictureFile.write(slot.picture, to: base + ".png")
        try count(base + ".png")
        let map = slot.map
        guard !map.isEmpty else { return }
        heatMap.draw(map.span, over: slot.picture, into: &overlay)
        try PictureFile.write(overlay, to: base + "-map.png")
        try count(base + "-map.png")
    }

    /// Adds a file that was written to the bytes in use.
    private mutating func count(_ path: String) throws {
        let size = try FileSystem.status(of: path)?.size ?? 0
        used = used.map { $0 + size }
    }

    private mutating func save(_ bytes: [UInt8], to path: String) throws {
        try AtomicFile.write(bytes.span, to: path, mode: 0o640)
        used = used.map { $0 + UInt64(bytes.count) }
    }
}

/// Why a picture was not recorded, as a sentence.
struct RecordError: Error, CustomStringConvertible {
    let description: String
}
