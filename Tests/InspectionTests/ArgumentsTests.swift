import Testing

@testable import Inspection

@Suite struct ArgumentsTests {
    @Test func `the command line says what to do and with which settings`() throws {
        #expect(try Arguments([]).config == "/etc/sight/sightd.toml")
        let check = try Arguments(["--config", "a.toml", "--check"])
        #expect(check.config == "a.toml" && check.task == .check)
        #expect(try Arguments(["--config=b.toml"]).config == "b.toml")
        #expect(try Arguments(["--version"]).task == .version)
        #expect(try Arguments(["-h"]).task == .help)
    }

    @Test func `the help has every option at the start of a line, its meaning beside it`() {
        for option in DaemonOption.allCases {
            #expect(Arguments.usage.contains("\n  \(option.spelling)  "), "\(option)")
        }
        #expect(Arguments.usage.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test(arguments: [["--config"], ["--config", ""], ["--nonsense"], ["file"]])
    func `what is not understood is refused in words`(words: [String]) {
        #expect(throws: Arguments.Failure.self) { try Arguments(words) }
    }
}
