import ArgumentParser
import Host
import Testing

@testable import sight

@Suite struct SightTests {
    @Test(arguments: [
        (["record", "demo:", "-o", ""], "-o"), (["train", ""], "train"),
        (["train", "parts", "-o", "m", "--teacher", ""], "--teacher"),
        (["train", "parts", "--output="], "--output="), ([""], "sight"),
        (["evaluate", "parts", "--model", "m", "--json", ""], "--json"),
    ])
    func `an empty word is refused with what it follows`(words: [String], before: String) {
        let error = #expect(throws: ToolFailure.self) { try Sight.command(words) }
        #expect(error?.code == .usage)
        #expect(error?.description.hasPrefix("what follows `\(before)` is empty: a path") == true)
    }

    @Test func `other words are parsed`() throws {
        let command = try Sight.command(["train", "a=", "-o", "m", "--teacher=b="])
        #expect((command as? Train)?.good == "a=" && (command as? Train)?.teacher == "b=")
    }
}
