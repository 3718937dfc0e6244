internal import Events
internal import Host
internal import Imaging
internal import Realtime
internal import Synchronization

/// The recording thread: writes the pictures of failed and undecided frames, with their heat maps
/// and scores, and keeps the folder within its quota.
///
///     DIRECTORY/LINE/2026-11-21/101502.123456-42-fail.png
///                               101502.123456-42-fail-map.png
///                               101502.123456-42-fail.json
///
/// Names sort by time. The JSON is the verdict event as it was said. A frame that could not be
/// decoded keeps its bytes as the camera gave them (`.jpg`, `.png` or `.bin`, as they begin, or
/// `.raw` with the layout in its name). A record is complete or not there at all.
struct RecordStage: ~Copyable, Sendable {
    private let slots: RecordSlots
    let channel: RecordChannel
    private var writer = LineWriter()
    private var overlay = RGBPicture()
    /// The files of the record that is being written.
    private var files: [String] = []
    /// The folder that `used` counts.
    private var folder = ""
    private var used: UInt64?
    private var failure: RecordError.Kind?

    /// Creates the stage; it touches the disk only when there is something to write.
    ///
    /// - Parameters:
    ///   - slots: Where the pictures are.
    ///   - channel: Where the orders come from.
    init(slots: RecordSlots, channel: RecordChannel) {
        self.slots = slots
        self.channel = channel
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
            tell(error)
        }
        slots.release(order.slot)
        return true
    }

    /// Tells the main thread when writing begins to fail, fails otherwise, or works again.
    private mutating func tell(_ next: RecordError?) {
        // The sentences name their files and so always differ.
        guard next?.kind != failure else { return }
        let fault = next.map { RecordFault.failing($0.description) } ?? .recovered
        // A full ring means that the main thread has eight changes to tell already.
        if channel.faults.push(fault) == nil { failure = next?.kind }
    }

    private mutating func write(_ order: RecordingDesk.Order) throws(RecordError) {
        let plan = order.plan
        if plan.folder != folder {
            folder = plan.folder
            used = nil
        }
        files.removeAll(keepingCapacity: true)
        do {
            try writeFiles(order)
            let quota = RecordQuota(folder: folder, keepBytes: UInt64(plan.keepBytes))
            try quota.enforce(used: &used)
        } catch {
            removeFiles()
            throw RecordError(error, folder: folder)
        }
    }

    private mutating func writeFiles(_ order: RecordingDesk.Order) throws {
        let name = RecordName(order.event)
        let day = "\(folder)/\(name.day)"
        try FileSystem.makeFolder(day, mode: 0o750)
        let base = "\(day)/\(name.stem)"
        try writePictures(of: slots[order.slot], to: base, heatMap: order.plan.heatMap)
        writer.write(.verdict(order.event))
        var line: [UInt8] = []
        writer.copyLine(to: &line)
        try save(line, to: base + ".json")
    }

    private mutating func writePictures(
        of slot: RecordSlots.Slot, to base: String, heatMap: HeatMap
    ) throws {
        if let layout = slot.layout {
            return try save(slot.raw, to: base + Self.ending(of: slot.raw, layout))
        }
        try save(slot.picture, to: base + ".png")
        let map = slot.map
        guard !map.isEmpty else { return }
        let ignored = slot.ignored
        heatMap.draw(map.span, over: slot.picture, ignored: ignored.span, into: &overlay)
        files.append(base + "-map.png")
        try PictureFile.write(overlay, to: base + "-map.png")
        try count(base + "-map.png")
    }

    /// What the bytes of a frame that was not decoded are: a folder's pictures, PNG too, come as
    /// MJPG, and of a broken frame not even that it is a JPEG is certain.
    private static func ending(of bytes: [UInt8], _ layout: FrameLayout) -> String {
        guard layout.format == .mjpg else {
            return "-\(layout.format.rawValue)-\(layout.width)x\(layout.height).raw"
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return ".jpg" }
        return bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) ? ".png" : ".bin"
    }

    /// Removes what was written of a record that cannot be completed.
    private mutating func removeFiles() {
        // The one that failed is among them and may not be there.
        for file in files { try? FileSystem.removeFile(file) }
        // Counted anew once something can be written again.
        used = nil
    }

    private mutating func save(_ picture: borrowing RGBPicture, to path: String) throws {
        files.append(path)
        try PictureFile.write(picture, to: path)
        try count(path)
    }

    /// Adds a file that was written to the bytes in use.
    private mutating func count(_ path: String) throws {
        let size = try FileSystem.status(of: path)?.size ?? 0
        used = used.map { $0 + size }
    }

    private mutating func save(_ bytes: [UInt8], to path: String) throws {
        files.append(path)
        try AtomicFile.write(bytes.span, to: path, mode: 0o640)
        used = used.map { $0 + UInt64(bytes.count) }
    }
}
