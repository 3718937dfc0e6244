import Host
import Testing

@testable import sight

@Suite struct StatusTests {
    @Test func `a line without a place for one more client says so`() throws {
        let pair = try LocalConnection.pair()
        let lack = try pair.split { (near, far) throws(HostError) in
            _ = consume far
            return try Answers.ask(EventConnection(near)).lack("/run/sight/a.sock")
        }
        #expect(lack.contains("events.max_clients"))
        #expect(!lack.contains("5 s"))
    }
}
