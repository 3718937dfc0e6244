import ArgumentParser
import Foundation
import Host
import Testing

@testable import sight

@Suite struct ModelCommandTests {
    @Test func `a missing file is the world's failure`() throws {
        do {
            try ModelVerify.parse(["/nonexistent.safetensors"]).run()
            Issue.record("verified")
        } catch let failure as ToolFailure {
            #expect(failure.code == .world && failure.description.contains("/nonexistent"))
        }
    }

    @Test func `what is no model is a file that failed, and the answer no to whether it serves`()
        throws
    {
        let teacher = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../config/teacher-s.safetensors").standardized.path
        for (command, code) in [
            (try ModelShow.parse([teacher]) as any ParsableCommand, ToolExit.world),
            (try ModelVerify.parse([teacher]), .no),
        ] {
            var command = command
            #expect {
                try command.run()
            } throws: {
                ($0 as? ToolFailure)?.code == code && "\($0)".contains("is a teacher")
            }
        }
        #expect(ModelShow.helpMessage().contains("Exits with 3"))
    }

    @Test func `a file that is refused is the answer no`() throws {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "sight-\(UUID().uuidString).safetensors"
        ).path
        try Data("this is no model file".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            try ModelVerify.parse([path]).run()
            Issue.record("verified")
        } catch let failure as ToolFailure {
            #expect(failure.code == .no && failure.description.hasPrefix(path))
        }
    }
}
