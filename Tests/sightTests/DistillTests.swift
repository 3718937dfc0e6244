import Anomaly
import ArgumentParser
import Foundation
import Host
import Testing

@testable import sight

@Suite struct DistillTests {
    static let words = ["--backbone", "/nonexistent", "--photos", "/", "--cache", "/none/cache"]

    @Test(arguments: [
        [], ["--targets-only", "--crops", "0"], ["--targets-only", "--threads", "257"],
    ])
    func `numbers that cannot be, and training, are refused`(more: [String]) {
        #expect(throws: (any Error).self) { _ = try Distill.parse(Self.words + more) }
    }

    @Test func `what is not given has its default`() throws {
        let command = try Distill.parse(Self.words + ["--targets-only"])
        #expect(command.crops == 3_000 && command.seed == 1 && !command.skipUnreadable)
    }

    @Test func `a state of another precision is refused before anything is read`() throws {
        let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: output + ".training") }
        let writer = SafeTensorsWriter(metadata: [("batch", "4"), ("precision", "bf16")])
        try ModelFile.write(writer.encodedFile(), to: output + ".training")
        let command = try Distill.parse(Self.words + ["-o", output, "--precision", "f32"])
        #expect {
            try command.run()
        } throws: {
            ($0 as? ToolFailure)?.code == .world
                && "\($0)".hasPrefix("\(output).training: was begun with precision bf16, now")
        }
    }

    @Test func `the usage names the output`() {
        #expect(Distill.helpMessage().contains("--photos <FOLDER> --output <FILE> [<options>]"))
        #expect(Distill.helpMessage().contains("--targets-only --cache <FILE>"))
    }

    @Test func `a backbone that is missing fails with the world's code`() throws {
        let command = try Distill.parse(Self.words + ["--targets-only"])
        do {
            try command.run()
            Issue.record("made")
        } catch let failure as ToolFailure {
            #expect(failure.code == .world)
            #expect(failure.description.hasPrefix("/nonexistent: open: "))
        }
    }
}
