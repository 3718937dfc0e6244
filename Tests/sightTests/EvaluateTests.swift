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
        ["--compatible", "others"],
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
            #expect(failure.description.contains("has no folder `test`"))
        }
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
