import Events
import Foundation
import Imaging
import Realtime
import Synchronization
import Testing

@testable import Inspection

@Suite struct RecordStageTests {
    /// A folder of its own for each test, removed at the end.
    final class Folder {
        let path: String
        init() throws {
            path =
                FileManager.default.temporaryDirectory
                .appending(path: "sight-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        var files: [String] {
            let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String }
            return (found ?? []).filter { $0.contains(".") }.sorted()
        }
    }

    func event(_ sequence: UInt64, _ verdict: Verdict) -> VerdictEvent {
        var event = VerdictEvent()
        event.sequence = sequence
        event.verdict = verdict
        event.time = 1_795_248_000_123_456 + sequence * 1_000_000
        return event
    }

    func stage(
        _ folder: String, _ slots: RecordSlots, keep: Int = 1 << 30
    ) throws -> RecordStage {
        RecordStage(
            slots: slots, channel: try RecordChannel(), folder: folder, keepBytes: keep,
            heatMap: HeatMap(low: 0.1, high: 1))
    }

    func fill(_ slots: RecordSlots, _ side: Int = 64) throws -> Int {
        let index = try #require(slots.take())
        slots[index].picture.reshape(width: side, height: side)
        slots[index].map = [Float](repeating: 0.5, count: 56 * 56)
        return index
    }

    @Test func `a failed picture is kept with its heat map and its event`() throws {
        let folder = try Folder()
        let slots = RecordSlots(count: 2)
        var stage = try stage(folder.path, slots)
        let idle = !stage.step()
        #expect(idle)
        let order = RecordingDesk.Order(slot: try fill(slots), event: event(42, .fail))
        _ = stage.channel.orders.push(order)
        let wrote = stage.step()
        #expect(wrote)
        let base = "2026-11-21/080042.123456-42-fail"
        #expect(folder.files == ["\(base)-map.png", "\(base).json", "\(base).png"])
        let line = try String(contentsOfFile: "\(folder.path)/\(base).json", encoding: .utf8)
        #expect(line.contains(#""sequence":42"#) && line.contains(#""verdict":"fail""#))
        let picture = try PictureFile.read("\(folder.path)/\(base)-map.png")
        let size = picture.size
        #expect(size == PictureSize(width: 64, height: 64))
        // The slot is free again.
        #expect(slots.take() != nil && slots.take() != nil)
    }

    @Test func `a frame that was not decoded keeps its bytes`() throws {
        let folder = try Folder()
        let slots = RecordSlots(count: 1)
        var stage = try stage(folder.path, slots)
        let index = try #require(slots.take())
        slots[index].raw = [1, 2, 3]
        slots[index].layout = FrameLayout(format: .mjpg, width: 8, height: 8, bytesPerRow: 0)
        _ = stage.channel.orders.push(.init(slot: index, event: event(1, .undecided(.corrupt))))
        let done = stage.step()
        #expect(done)
        let name = try #require(folder.files.first { $0.hasSuffix("-undecided-corrupt.jpg") })
        #expect(try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)")) == Data([1, 2, 3]))
    }

    @Test func `the quota holds and the oldest go first`() throws {
        let folder = try Folder()
        let slots = RecordSlots(count: 1)
        var stage = try stage(folder.path, slots, keep: 30_000)
        for sequence in 1...40 as ClosedRange<UInt64> {
            let order = RecordingDesk.Order(
                slot: try fill(slots, 200), event: event(sequence, .fail))
            _ = stage.channel.orders.push(order)
            let done = stage.step()
            #expect(done)
        }
        let sizes = try folder.files.map {
            try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\($0)")[.size] as? Int
        }
        #expect(sizes.compactMap(\.self).reduce(0, +) <= 30_000)
        #expect(folder.files.last?.contains("-40-fail") == true)
        #expect(!folder.files.contains { $0.contains("-1-fail") })
    }

    @Test func `a folder that cannot be written is told once, and again when it works`() throws {
        let folder = try Folder()
        let blocked = "\(folder.path)/file"
        try Data().write(to: URL(filePath: blocked))
        let slots = RecordSlots(count: 1)
        var stage = try stage("\(blocked)/line", slots)
        for _ in 0..<3 {
            _ = stage.channel.orders.push(.init(slot: try fill(slots), event: event(1, .fail)))
            let done = stage.step()
            #expect(done)
        }
        guard case .failing(let why) = stage.channel.faults.pop() else {
            return #expect(Bool(false), "nothing was told")
        }
        #expect(why.contains(blocked))
        let second = stage.channel.faults.pop()
        #expect(second == nil)
        let failed = stage.channel.failed.load(ordering: .relaxed)
        #expect(failed == 3)
        try FileManager.default.removeItem(atPath: blocked)
        _ = stage.channel.orders.push(.init(slot: try fill(slots), event: event(2, .fail)))
        let done = stage.step()
        #expect(done)
        let last = stage.channel.faults.pop()
        #expect(last == .recovered)
    }
}
