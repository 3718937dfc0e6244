import Foundation
import Imaging
import Realtime
import TestSupport
import Testing

@testable import Capture

/// A folder of pictures that is gone when the test is over.
final class PictureBox {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/replay-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path + "/b", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func put(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }

    /// A PNG file of one colour.
    func putPNG(_ name: String, width: Int, height: Int, level: UInt8) throws {
        var picture = RGBPicture(width: width, height: height)
        var bytes = picture.mutableBytes
        for index in bytes.indices { bytes[index] = level }
        try PictureFile.write(picture, to: "\(path)/\(name)")
    }
}

@Suite struct ReplayDeviceTests {
    let clock = ManualClock()

    func device(_ folder: String, loops: Bool = false) -> ReplayDevice {
        ReplayDevice(
            folder: folder, framesPerSecond: 10, loops: loops, clock: clock, sleeper: clock)
    }

    /// What the device gives in so many calls, in short words.
    func play(_ device: inout ReplayDevice, _ calls: Int) -> [String] {
        (0..<calls).map { _ in
            switch device.dequeue(until: Instant(nanoseconds: .max)) {
                case .frame(let frame):
                    let info = frame.info
                    let first = frame.bytes.isEmpty ? "-" : "\(frame.bytes[0])"
                    return "\(info.sequence) \(info.partID.string) \(info.layout.format.rawValue) "
                        + "\(info.layout.size) \(info.isCorrupt ? "corrupt" : first)"
                case .ended: return "ended"
                case .timedOut: return "timed out"
                case .failed(let error): return error.description
            }
        }
    }

    @Test func `pictures come in the order of their paths, then the source ends`() throws {
        let box = try PictureBox()
        try box.putPNG("c.png", width: 3, height: 2, level: 30)
        try box.put("b/a.jpg", JPEGSizeTests.header)
        try box.putPNG("a.png", width: 200, height: 150, level: 10)
        try box.put("notes.txt", [1])
        var device = device(box.path)
        let negotiated = try device.open()
        #expect(negotiated.layout == nil && negotiated.description.contains("3 pictures"))
        try device.start()
        #expect(
            play(&device, 5) == [
                "0 a.png RGB3 200x150 10", "1 b/a.jpg MJPG 3x2 255", "2 c.png RGB3 3x2 30",
                "ended", "ended",
            ])
    }

    @Test func `a loop begins again and the driver's number goes on`() throws {
        let box = try PictureBox()
        try box.putPNG("a.png", width: 3, height: 2, level: 1)
        try box.putPNG("b.png", width: 3, height: 2, level: 2)
        var device = device(box.path, loops: true)
        _ = try device.open()
        try device.start()
        let order = play(&device, 5).map { $0.prefix(7) }
        #expect(order == ["0 a.png", "1 b.png", "2 a.png", "3 b.png", "4 a.png"])
    }

    @Test func `a file that cannot be read is a corrupt frame, not a gap`() throws {
        let box = try PictureBox()
        try box.putPNG("a.png", width: 3, height: 2, level: 1)
        try box.put("b.png", [1, 2, 3])
        try box.put("c.jpg", Array(JPEGSizeTests.header.prefix(9)))
        try box.put("d.png", [])
        try box.putPNG("e.png", width: 3, height: 2, level: 5)
        var device = device(box.path)
        _ = try device.open()
        try FileManager.default.removeItem(atPath: box.path + "/e.png")
        try device.start()
        #expect(
            play(&device, 6) == [
                "0 a.png RGB3 3x2 1", "1 b.png RGB3 3x2 corrupt", "2 c.jpg RGB3 3x2 corrupt",
                "3 d.png RGB3 3x2 corrupt", "4 e.png RGB3 3x2 corrupt", "ended",
            ])
    }

    @Test func `while all slots are lent pictures are lost and their numbers skipped`() throws {
        let box = try PictureBox()
        for name in 0..<10 { try box.putPNG("\(name).png", width: 1, height: 1, level: 9) }
        var device = device(box.path)
        _ = try device.open()
        try device.start()
        let held = Ring<Frame>(capacity: 8)
        for _ in 0..<6 {
            if case .frame(let frame) = device.dequeue(until: Instant(nanoseconds: .max)) {
                _ = held.push(frame)
            }
        }
        let soon = clock.now().advanced(byNanoseconds: 250_000_000)
        guard case .timedOut = device.dequeue(until: soon) else {
            Issue.record("all slots are lent")
            return
        }
        _ = held.pop()
        #expect(play(&device, 1) == ["8 8.png RGB3 1x1 9"])
    }

    @Test func `a frame comes one period after the last and says when`() throws {
        let box = try PictureBox()
        try box.putPNG("a.png", width: 1, height: 1, level: 9)
        var device = device(box.path, loops: true)
        _ = try device.open()
        try device.start()
        let start = clock.now()
        for number in 1...3 as ClosedRange<UInt64> {
            guard case .frame(let frame) = device.dequeue(until: Instant(nanoseconds: .max)) else {
                Issue.record("a frame is due")
                return
            }
            #expect(frame.info.capturedAt.nanoseconds(since: start) == number * 100_000_000)
            #expect(frame.info.isSimulated)
        }
    }

    @Test func `a folder that is missing or empty is refused by name`() throws {
        let box = try PictureBox()
        var missing = device(box.path + "/none")
        #expect(throws: CameraError.noFolder(path: box.path + "/none")) { try missing.open() }
        var empty = device(box.path)
        #expect(throws: CameraError.noPictures(path: box.path)) { try empty.open() }
    }

    @Test func `lent frames stay readable after the device was closed`() throws {
        let box = try PictureBox()
        try box.putPNG("a.png", width: 1, height: 1, level: 77)
        var device = device(box.path)
        _ = try device.open()
        try device.start()
        guard case .frame(let frame) = device.dequeue(until: Instant(nanoseconds: .max)) else {
            Issue.record("a frame is due")
            return
        }
        device.close()
        let level = frame.bytes[2]
        #expect(level == 77)
    }
}
