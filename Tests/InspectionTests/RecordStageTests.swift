import Events
import Foundation
import Host
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

    func plan(_ folder: String, keep: Int = 1 << 30) -> RecordPlan {
        RecordPlan(
            generation: 0, folder: folder, keepBytes: keep, maxPerMinute: 0,
            heatMap: HeatMap(low: 0.1, high: 1))
    }

    func stage(_ slots: RecordSlots) throws -> RecordStage {
        RecordStage(slots: slots, channel: try RecordChannel())
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
        var stage = try stage(slots)
        let idle = !stage.step()
        #expect(idle)
        let order = RecordingDesk.Order(
            slot: try fill(slots), event: event(42, .fail), plan: plan(folder.path))
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

    @Test func `a record's heat map does not glow where nothing is inspected`() throws {
        let folder = try Folder()
        let slots = RecordSlots(count: 1)
        var stage = try stage(slots)
        var glow: [UInt8] = []
        for (sequence, masked) in [(1, false), (2, true)] as [(UInt64, Bool)] {
            let index = try fill(slots)
            if masked { slots[index].ignored = [UInt8](repeating: 1, count: 256 * 256) }
            _ = stage.channel.orders.push(
                .init(slot: index, event: event(sequence, .fail), plan: plan(folder.path)))
            let wrote = stage.step()
            #expect(wrote)
            let name = try #require(folder.files.last { $0.hasSuffix("-map.png") })
            let picture = try PictureFile.read("\(folder.path)/\(name)")
            // The middle; the red of a glow over a black picture.
            let samples = picture.bytes
            glow.append(samples[3 * (32 * 64 + 32)])
        }
        #expect(glow[0] > 0 && glow[1] == 0, "\(glow)")
    }

    @Test(
        arguments: [
            ([0xFF, 0xD8, 0xFF, 0xE0, 3], ".jpg"), ([0x89, 0x50, 0x4E, 0x47, 0x0D], ".png"),
            ([1, 2, 3], ".bin"), ([], ".bin"),
        ] as [([UInt8], String)])
    func `a frame that was not decoded keeps its bytes, named by what they are`(
        bytes: [UInt8], ending: String
    ) throws {
        let folder = try Folder()
        let slots = RecordSlots(count: 1)
        var stage = try stage(slots)
        let index = try #require(slots.take())
        slots[index].raw = bytes
        slots[index].layout = FrameLayout(format: .mjpg, width: 8, height: 8, bytesPerRow: 0)
        _ = stage.channel.orders.push(
            .init(slot: index, event: event(1, .undecided(.corrupt)), plan: plan(folder.path)))
        let done = stage.step()
        #expect(done)
        let name = try #require(folder.files.first { $0.hasSuffix("-corrupt\(ending)") })
        // Not by Foundation, which leaks a buffer for an empty file.
        #expect(try FileSystem.read("\(folder.path)/\(name)", limit: 1 << 20) == bytes)
    }

    @Test func `each order goes where its own plan says`() throws {
        let (first, second) = (try Folder(), try Folder())
        let slots = RecordSlots(count: 2)
        var stage = try stage(slots)
        for (number, folder) in [first, second].enumerated() {
            _ = stage.channel.orders.push(
                .init(
                    slot: try fill(slots), event: event(UInt64(number), .fail),
                    plan: plan(folder.path)))
        }
        while stage.step() {}
        #expect(first.files.count == 3 && first.files.allSatisfy { $0.contains("-0-fail") })
        #expect(second.files.count == 3 && second.files.allSatisfy { $0.contains("-1-fail") })
    }

    @Test func `of a record that cannot be completed nothing stays`() throws {
        let folder = try Folder()
        let slots = RecordSlots(count: 1)
        var stage = try stage(slots)
        let base = "2026-11-21/080007.123456-7-fail"
        // A folder in the place of the last file: what comes before it can be written.
        let obstacle = "\(folder.path)/\(base).json"
        try FileManager.default.createDirectory(
            atPath: obstacle, withIntermediateDirectories: true)
        _ = stage.channel.orders.push(
            .init(slot: try fill(slots), event: event(7, .fail), plan: plan(folder.path)))
        let done = stage.step()
        #expect(done)
        #expect(folder.files == ["\(base).json"])
        let failed = stage.channel.failed.load(ordering: .relaxed)
        #expect(failed == 1)
    }

    @Test func `the quota holds and the oldest go first`() throws {
        let folder = try Folder()
        let slots = RecordSlots(count: 1)
        var stage = try stage(slots)
        for sequence in 1...40 as ClosedRange<UInt64> {
            let order = RecordingDesk.Order(
                slot: try fill(slots, 200), event: event(sequence, .fail),
                plan: plan(folder.path, keep: 30_000))
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
        var stage = try stage(slots)
        let plan = plan("\(blocked)/line")
        for day in 0..<3 as Range<UInt64> {
            // Another day, another folder, another sentence: the same failure.
            _ = stage.channel.orders.push(
                .init(slot: try fill(slots), event: event(day * 86_400, .fail), plan: plan))
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
        _ = stage.channel.orders.push(
            .init(slot: try fill(slots), event: event(2, .fail), plan: plan))
        let done = stage.step()
        #expect(done)
        let last = stage.channel.faults.pop()
        #expect(last == .recovered)
    }
}
