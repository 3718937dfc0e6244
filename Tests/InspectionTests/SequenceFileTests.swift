import Foundation
import Testing

@testable import Inspection

@Suite struct SequenceFileTests {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "sight-\(UUID().uuidString).sequence").path

    @Test func `numbers grow over a clean end without a hole`() {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var file = SequenceFile(path: path)
        #expect(file.reserve(at: 0) == (1, nil))
        #expect(file.release(from: 500) == nil)
        #expect(file.reserve(at: 0) == (500, nil))
    }

    @Test func `numbers grow over a crash`() {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var file = SequenceFile(path: path)
        let first = file.reserve(at: 0).first
        #expect(file.reserve(at: 0).first == first + SequenceFile.block)
    }

    @Test func `a long run reserves more before it needs it`() {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var file = SequenceFile(path: path)
        let first = file.reserve(at: 0).first
        #expect(file.reserveMore(beyond: first) == nil)
        #expect(file.reserveMore(beyond: first + SequenceFile.block - 1) == nil)
        var after = SequenceFile(path: path)
        #expect(after.reserve(at: 0).first > first + SequenceFile.block)
    }

    @Test func `a damaged file does not make numbers go back`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var file = SequenceFile(path: path)
        try Data("rubbish".utf8).write(to: URL(filePath: path))
        #expect(file.reserve(at: 0) == (1 << 52, nil))
    }

    @Test func `a disk that takes nothing is told once, and numbers come from the clock`() throws {
        var file = SequenceFile(path: path + "/missing/sequence")
        let (first, news) = file.reserve(at: 1_700_000_000_000_000)
        #expect(first == 1_700_000_000_000_000)
        guard case .failing? = news else { return #expect(Bool(false), "nothing was said") }
        #expect(file.reserveMore(beyond: first) == nil)
        #expect(file.release(from: first + 5) == nil)
        let later = file.reserve(at: 1_700_000_000_000_009).first
        #expect(later == 1_700_000_000_000_009)
    }

    @Test func `saving is tried until it succeeds, and that is told`() throws {
        let folder = path + ".d"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var file = SequenceFile(path: folder + "/sequence")
        let first = file.reserve(at: 1_700_000_000_000_000).first
        #expect(file.reserveMore(beyond: first + 1) == nil)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        #expect(file.reserveMore(beyond: first + 2) == .recovered)
        #expect(file.reserveMore(beyond: first + 3) == nil)
        var next = SequenceFile(path: folder + "/sequence")
        #expect(next.reserve(at: 0).first > first + 2)
    }
}
