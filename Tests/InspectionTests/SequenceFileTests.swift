import Foundation
import Testing

@testable import Inspection

@Suite struct SequenceFileTests {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "sight-\(UUID().uuidString).sequence").path

    @Test func `numbers grow over a clean end without a hole`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = SequenceFile(path: path)
        #expect(try file.reserve() == 1)
        try file.release(from: 500)
        #expect(try file.reserve() == 500)
    }

    @Test func `numbers grow over a crash`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = SequenceFile(path: path)
        let first = try file.reserve()
        #expect(try file.reserve() == first + SequenceFile.block)
    }

    @Test func `a damaged file does not make numbers go back`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = SequenceFile(path: path)
        try Data("rubbish".utf8).write(to: URL(filePath: path))
        #expect(try file.reserve() == 1 << 52)
    }
}
