import ArgumentParser
import Testing

@testable import sight

/// Numbers that make no sense are refused with the option, the value and what is allowed.
@Suite struct OptionNumberTests {
    /// The words of a command, a number among them, and what is allowed.
    struct Refused: Sendable, CustomTestStringConvertible {
        let command: [String]
        let option: String
        let value: String
        let allowed: String

        init(_ command: String, _ option: String, _ value: String, _ allowed: String) {
            self.command = command.split(separator: " ").map(String.init)
            (self.option, self.value, self.allowed) = (option, value, allowed)
        }

        var testDescription: String { "\(command[0]) \(option) \(value)" }
    }

    private static let train = "train parts -o m"
    private static let distill = "distill --backbone b --photos p -o t"
    private static let evaluate = "evaluate labelled --model m"
    private static let record = "record /dev/video0 -o f"

    static let refused = [
        Refused(train + " --detector puad", "--steps", "-1", "from 1 to 10000000"),
        Refused(train + " --detector puad", "--steps", "9223372036854775807", "from 1 to 10000000"),
        Refused(train, "--memory", "-5", "from 1 to 32768"),
        Refused(train, "--memory", "32769", "from 1 to 32768"),
        Refused(train, "--threads", "-1", "from 1 to 256"),
        Refused(train, "--threads", "0", "from 1 to 256"),
        Refused(distill, "--crops", "0", "from 1 to 1000000"),
        Refused(distill, "--crops", "9223372036854775807", "from 1 to 1000000"),
        Refused(distill, "--steps", "-1", "from 0 to 10000000"),
        Refused(distill, "--batch", "-2", "from 1 to 1000"),
        Refused(distill, "--rate", "-0.1", "above 0 and at most 1"),
        Refused(distill, "--rate", "nan", "above 0 and at most 1"),
        Refused(distill, "--threads", "257", "from 0 to 256"),
        Refused("calibrate m --good g -o n", "--memory", "-9", "from 1 to 32768"),
        Refused(evaluate, "--false-reject-rate", "0.6", "from 0.000001 to 0.5"),
        Refused(evaluate, "--false-reject-rate", "0.0", "from 0.000001 to 0.5"),
        Refused(evaluate, "--threshold", "-1000001.0", "from -1000000 to 1000000"),
        Refused("inspect p -m m", "--false-reject-rate", "-1.0", "from 0.000001 to 0.5"),
        Refused("inspect p -m m", "--threshold", "inf", "from -1000000 to 1000000"),
        Refused(record, "--count", "-1", "from 1 to 1000000"),
        Refused(record, "--every", "0", "from 1 to 1000000"),
        Refused(record, "--fps", "-5.0", "above 0 and at most 1000"),
    ]

    @Test(arguments: refused)
    func `a number that makes no sense is refused as wrong usage`(refused: Refused) {
        let error = #expect(throws: (any Error).self) {
            try Sight.parseAsRoot(refused.command + [refused.option, refused.value])
        }
        guard let error else { return }
        #expect(Sight.exitCode(for: error) == .validationFailure)
        let message = Sight.message(for: error)
        #expect(message.hasPrefix("\(refused.option) \(refused.value): give "), "\(message)")
        #expect(message.contains(refused.allowed), "\(message)")
    }

    /// What is no number of its kind is refused by the parser, which names option and value.
    @Test(arguments: [
        (train, "--seed", "-1"), (train, "--region", "-1,0,10,10"), (distill, "--seed", "-2"),
        ("import d --good g -o m", "--region", "-1,0,10,10"), (evaluate, "--region", "-4"),
        (record, "--size", "-1x4"), (train, "--threads", "many"), ("watch", "--since", "-1"),
    ])
    func `what is no such value is told as it was typed`(
        command: String, option: String, value: String
    ) {
        let words = command.split(separator: " ").map(String.init)
        let error = #expect(throws: (any Error).self) {
            try Sight.parseAsRoot(words + [option, value])
        }
        guard let error else { return }
        #expect(Sight.exitCode(for: error) == .validationFailure)
        let message = Sight.message(for: error)
        #expect(message.contains("'\(value)' is invalid for '\(option) "), "\(message)")
    }

    @Test(arguments: [
        train, "calibrate m --good g -o n", "import d --good g -o m", evaluate, "inspect p -m m",
    ])
    func `a region that is too small for a picture is refused with what is enough`(
        command: String
    ) {
        let words = command.split(separator: " ").map(String.init)
        for region in ["0,0,1,1", "0,0,640,15", "0,0,15,480"] {
            let error = #expect(throws: (any Error).self) {
                try Sight.parseAsRoot(words + ["--region", region])
            }
            guard let error else { return }
            #expect(Sight.exitCode(for: error) == .validationFailure)
            #expect(Sight.message(for: error).contains("give at least 16x16"))
        }
        #expect(throws: Never.self) {
            try Sight.parseAsRoot(words + ["--region", "0,0,16,16"])
        }
    }

    @Test func `a threshold below zero is a number like any other`() throws {
        #expect(try Evaluate.parse(["f", "--model", "m", "--threshold", "-2"]).threshold == -2)
        #expect(try Inspect.parse(["p", "--threshold", "-2.5"]).threshold == -2.5)
    }
}
