import Glibc
import Testing

@testable import Host

@Suite struct JournalTests {
    @Test func `a terminal has no journal stream`() {
        #expect(!Journal.isService(stream: nil, standardError: 2))
        #expect(!Journal.isService(stream: "", standardError: 2))
        #expect(!Journal.isService(stream: "8:1", standardError: -1))
    }

    @Test func `standard error that leads to the journal means a service`() throws {
        try LocalConnection.pair().split { first, second throws(HostError) in
            var status = stat()
            #expect(unsafe fstat(first.raw, &status) == 0)
            let stream = "\(status.st_dev):\(status.st_ino)"
            #expect(Journal.isService(stream: stream, standardError: first.raw))
            // An inherited variable whose standard error was sent elsewhere since.
            #expect(!Journal.isService(stream: stream, standardError: second.raw))
        }
    }

    @Test func `the choice follows`() {
        #expect(Journal.forThisProcess(stream: nil) is TerminalJournal)
    }
}
