import Foundation
import Imaging
import Testing

@testable import Training

@Suite struct TargetCacheReaderTests {
    let folder: Scratch
    let path: String

    init() throws {
        folder = try Scratch()
        path = "\(folder.path)/cache"
    }

    @Test func `what was written is read, in any order`() throws {
        try TinyRecords.fill(path, to: 5)
        let reader = try TargetCacheReader(path: path)
        #expect(reader.recipe == TinyRecords.recipe)
        #expect(reader.crops == (0..<5).map(TinyRecords.crop))
        for record in [4, 0, 3, 3, 1] {
            let picture = elements(of: reader.picture(record))
            let target = elements(of: reader.target(record))
            #expect(picture == TinyRecords.picture(record))
            #expect(target == TinyRecords.target(record))
        }
    }

    @Test func `a target is normalised, channel by channel`() throws {
        try TinyRecords.fill(path, to: 2)
        let reader = try TargetCacheReader(path: path)
        let statistics = TargetStatistics(mean: [1, 2, 3], deviation: [1, 2, 4])
        let raw = TinyRecords.target(1).map { Float(Float16(bitPattern: $0)) }
        let expected = raw.enumerated().map { index, value in
            (value - statistics.mean[index / 4]) / statistics.deviation[index / 4]
        }
        #expect(reader.values(1, statistics) == expected)
    }

    @Test func `a part of a record at the end does not count, nor one without a seal`() throws {
        try TinyRecords.fill(path, to: 3)
        let whole = try Data(contentsOf: URL(filePath: path))
        try (whole + Data(repeating: 1, count: 100)).write(to: URL(filePath: path))
        #expect(try TargetCacheReader(path: path).count == 3)
        try (whole + Data(repeating: 0, count: 192)).write(to: URL(filePath: path))
        #expect(try TargetCacheReader(path: path).count == 3)
    }

    @Test func `a damaged record in the middle is told`() throws {
        try TinyRecords.fill(path, to: 3)
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[4096 + 2 * 192 - 20] ^= 1
        try bytes.write(to: URL(filePath: path))
        #expect(
            throws: DistillationError.badCache(path: path, problem: "record 1 of 3 is damaged")
        ) {
            _ = try TargetCacheReader(path: path)
        }
    }

    @Test func `a file that is no cache, or by another method, is refused`() throws {
        try Data("short".utf8).write(to: URL(filePath: path))
        #expect(
            throws: DistillationError.badCache(
                path: path, problem: "is no cache of distillation targets")
        ) {
            _ = try TargetCacheReader(path: path)
        }
        let header = String(
            decoding: TargetCacheLayout.header(TinyRecords.recipe), as: UTF8.self)
        try Data(header.replacing("means of 4", with: "means of 9").utf8)
            .write(to: URL(filePath: path))
        do throws(DistillationError) {
            _ = try TargetCacheReader(path: path)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("another method"), "\(error)")
        }
    }

    @Test(arguments: ["grid: 2", "channels: 3", "picture: 4", "seed: 1"])
    func `a header with a number that cannot be is refused`(line: String) throws {
        let header = String(
            decoding: TargetCacheLayout.header(TinyRecords.recipe), as: UTF8.self)
        try Data(header.replacing(line, with: line.dropLast() + "x").utf8)
            .write(to: URL(filePath: path))
        do throws(DistillationError) {
            _ = try TargetCacheReader(path: path)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("has no good \(line.prefix { $0 != ":" })"))
        }
    }

    @Test func `a record that is not there traps`() async {
        await #expect(processExitsWith: .failure) {
            let folder = try Scratch()
            try TinyRecords.fill("\(folder.path)/cache", to: 1)
            let reader = try TargetCacheReader(path: "\(folder.path)/cache")
            _ = reader.picture(1).count
        }
    }
}
