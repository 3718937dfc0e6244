import Host
import Testing

@Suite struct RecordingJournalTests {
    @Test func `it keeps what was sent, in order`() {
        let journal = RecordingJournal()
        journal.send(
            priority: .notice, messageID: .verdictFail, message: "failed",
            fields: [JournalField(.sequence, 7)])
        journal.send(priority: .debug, messageID: .verdictPass, message: "passed", fields: [])
        #expect(journal.entries.map(\.messageID) == [.verdictFail, .verdictPass])
        #expect(journal.entries.first?[.sequence] == "7")
        #expect(journal.entries.last?[.sequence] == nil)
    }
}
