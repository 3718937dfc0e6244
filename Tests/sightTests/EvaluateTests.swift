import ArgumentParser
import Foundation
import Host
import Testing

@testable import sight

@Suite struct EvaluateTests {
    private let model = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../config/demo.safetensors").standardized.path

    @Test(arguments: [
        ["--false-reject-rate", "0"], ["--false-reject-rate", "1"], ["--threshold", "nan"],
        ["--compatible", "others"], ["--json", "a", "--report", "a"],
        ["--threshold", "3", "--false-reject-rate", "0.01"],
    ])
    func `options that mean nothing are refused`(options: [String]) {
        let error = #expect(throws: (any Error).self) {
            try Evaluate.parse(["folder", "--model", "m"] + options)
        }
        #expect(error.map { Evaluate.exitCode(for: $0) } == .validationFailure)
    }

    @Test func `a folder that is no test set ends with the world's code`() throws {
        let command = try Evaluate.parse(["/nonexistent", "--model", model])
        do {
            try command.run()
            Issue.record("evaluated")
        } catch let failure as ToolFailure {
            #expect(failure.code == .world)
            #expect(failure.description.hasPrefix("/nonexistent: there is no such folder. Give"))
        }
    }

    @Test func `neither a file that exists nor the model is written over`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let kept = folder.appending(path: "kept").path
        try Data("precious".utf8).write(to: URL(filePath: kept))
        let link = folder.appending(path: "link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: model)
        for (words, expected) in [
            (["--json", kept], "exists; pass --force"),
            (["--report", kept], "exists; pass --force"),
            (["--json", model, "--force"], "is what is read"),
            (["--report", link, "--force"], "is what is read"),
            (["--report", folder.path, "--force"], "is a folder"),
        ] {
            let command = try Evaluate.parse(["/nonexistent", "--model", model] + words)
            do {
                try command.run()
                Issue.record("evaluated")
            } catch let failure as ToolFailure {
                #expect(failure.code == .usage)
                #expect(failure.description.contains(expected), "\(failure.description)")
            }
        }
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "precious")
    }

    @Test func `a report that cannot be written is told before the work begins`() throws {
        let command = try Evaluate.parse([
            "/nonexistent", "--model", model, "--report", "/nonexistent/report.html",
        ])
        do {
            try command.run()
            Issue.record("evaluated")
        } catch let failure as ToolFailure {
            #expect(failure.code == .world)
            #expect(failure.description.contains("/nonexistent does not exist"))
        }
    }
}
