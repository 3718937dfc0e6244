import ArgumentParser
import Foundation
import Host
import Inspection

/// The tool: one subcommand a file.
@main struct Sight: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Real-time visual inspection: watch lines, inspect pictures, make models.",
        discussion: "Exit codes: \(exitCodes).",
        version: "sight \(sightVersion)",
        subcommands: [
            Watch.self, Status.self, Inspect.self, Record.self, Train.self, Calibrate.self,
            Evaluate.self, Means.self, Distill.self, Import.self, ModelCommand.self, Cameras.self,
            ConfigCommand.self, Manual.self,
        ])

    private static var exitCodes: String {
        ToolExit.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: "; ")
    }

    /// Runs the command line; every way out has one of our exit codes.
    static func main() {
        do {
            var asked = try command(Array(CommandLine.arguments.dropFirst()))
            try asked.run()
        } catch {
            Foundation.exit(end(error).rawValue)
        }
    }

    /// What the words ask for.
    ///
    /// - Throws: What is wrong with them. No option takes an empty word, so each is refused here: a
    ///   path would be told of only once it is opened, and without its option.
    static func command(_ words: [String]) throws -> any ParsableCommand {
        for (index, word) in words.enumerated() {
            let isEmptyValue = word.hasPrefix("--") && word.firstIndex(of: "=") == word.indices.last
            guard word.isEmpty || isEmptyValue else { continue }
            let before = word.isEmpty ? (index == 0 ? "sight" : words[index - 1]) : word
            throw ToolFailure(
                .usage,
                "what follows `\(before)` is empty: a path or another value belongs there. "
                    + "Perhaps a variable of the shell is not set.")
        }
        return try parseAsRoot(words)
    }

    /// Says why the program ends, and answers its exit code.
    private static func end(_ error: any Error) -> ToolExit {
        if let failure = error as? ToolFailure {
            Terminal.complain("sight: \(failure.description)")
            return failure.code
        }
        if let code = error as? ArgumentParser.ExitCode {
            return ToolExit(rawValue: code.rawValue) ?? .fault
        }
        let code = exitCode(for: error)
        if code.isSuccess {
            Terminal.say(fullMessage(for: error))
            return .done
        }
        Terminal.complain(fullMessage(for: error))
        return code == .validationFailure ? .usage : .fault
    }
}
