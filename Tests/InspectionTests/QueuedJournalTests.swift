import Host
import Synchronization
import Testing

@testable import Inspection

@Suite struct QueuedJournalTests {
    /// A journal that does not answer until it is told to.
    final class Stuck: JournalSink {
        let isOpen = Atomic<Bool>(false)
        let kept = RecordingJournal()

        func send(
            priority: JournalPriority, messageID: MessageID, message: String,
            fields: [JournalField]
        ) {
            while !isOpen.load(ordering: .acquiring) {}
            kept.send(priority: priority, messageID: messageID, message: message, fields: fields)
        }
    }

    @Test func `a journal that hangs delays nobody, and what was lost is told`() throws {
        let stuck = Stuck()
        let journal = try QueuedJournal(target: stuck)
        let writer = try Thread(name: "journal") { journal.run() }
        let count = Limits.journalQueue * 2 + 100
        for number in 0..<count {
            journal.send(
                priority: .debug, messageID: .verdictPass, message: "\(number)", fields: [])
        }
        stuck.isOpen.store(true, ordering: .releasing)
        journal.stop()
        writer.join()
        let entries = stuck.kept.entries
        let written = entries.filter { $0.messageID == .verdictPass }.map(\.message)
        #expect(written.first == "0" && written.count >= Limits.journalQueue)
        let lost = entries.compactMap { $0[.count] }.compactMap { Int($0) }.reduce(0, +)
        #expect(written.count + lost == count)
    }
}
