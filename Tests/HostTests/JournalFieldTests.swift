import Testing

@testable import Host

@Suite struct JournalFieldTests {
    @Test(arguments: JournalField.Name.allCases)
    func `the journal takes every name`(name: JournalField.Name) {
        #expect(JournalField.isValid(name.journalName))
    }

    @Test(arguments: ["", "_HIDDEN", "lower", "1ST", "A-B", String(repeating: "A", count: 65)])
    func `names the journal drops are known`(name: String) {
        #expect(!JournalField.isValid(name))
    }

    @Test func `numbers are written as text`() {
        #expect(JournalField(.count, 12).value == "12")
        #expect(JournalField(.score, Float(3.25)).value == "3.25")
    }
}
