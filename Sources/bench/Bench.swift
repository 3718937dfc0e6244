import ArgumentParser
import Foundation
import Host

/// The program that measures: one subcommand a file.
@main struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure speed, exactness and promises of the networks; draw demo parts.",
        discussion: "Exit codes: \(exitCodes).",
        subcommands: [
            NetworkSpeed.self, LearningSpeed.self, NetworkTurns.self, DemoParts.self,
            DemoAccuracy.self, Promise.self, PrecisionDeviation.self,
        ])

    private static var exitCodes: String {
        [BenchExit.done, .usage, .world].map { "\($0.rawValue) \($0.meaning)" }
            .joined(separator: "; ")
    }

    /// Runs the command line; every way out has one of our exit codes.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Foundation.exit(end(error).rawValue)
        }
    }

    /// Without a subcommand nothing is measured, which no script should take for success.
    func run() throws { throw ValidationError("Name a command; `bench --help` lists them.") }

    /// Says why the program ends, and answers its exit code.
    private static func end(_ error: any Error) -> BenchExit {
        if let layer = error as? ImpossibleLayer {
            complain("bench: \(layer)")
            return .usage
        }
        switch exitCode(for: error) {
            case .success:
                print(fullMessage(for: error))
                return .done
            case .validationFailure:
                complain(fullMessage(for: error))
                return .usage
            default:
                complain("bench: \(error)")
                return .world
        }
    }

    private static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
