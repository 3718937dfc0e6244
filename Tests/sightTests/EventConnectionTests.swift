import Events
import Foundation
import Host
import Testing

@testable import sight

@Suite struct EventConnectionTests {
    private func lines(of bytes: [UInt8]) throws -> [String] {
        let pair = try LocalConnection.pair()
        return try pair.split { (near, far) throws(HostError) in
            var connection = EventConnection(near)
            var sent = 0
            while sent < bytes.count {
                guard case .moved(let count) = far.send(bytes.span.extracting(sent..<bytes.count))
                else { break }
                sent += count
            }
            _ = consume far
            var lines: [String] = []
            while case .line(let line) = try connection.receive(timeout: .seconds(5)) {
                lines.append(String(decoding: line, as: UTF8.self))
            }
            return lines
        }
    }

    @Test func `lines are taken apart`() throws {
        #expect(try lines(of: Array("a\n\nbc\nrest".utf8)) == ["a", "", "bc"])
        let long = String(repeating: "x", count: 60_000)
        #expect(try lines(of: Array("\(long)\ny\n".utf8)) == [long, "y"])
    }

    @Test func `a line without an end ends the connection`() throws {
        #expect(try lines(of: [UInt8](repeating: 0x61, count: LineWriter.limit + 20_000)) == [])
    }

    @Test func `a request arrives whole`() throws {
        let pair = try LocalConnection.pair()
        let text = try pair.split { (near, far) throws(HostError) in
            var connection = EventConnection(near)
            let isThere = try connection.send(.statistics)
            var buffer = [UInt8](repeating: 0, count: 1000)
            var span = buffer.mutableSpan
            guard isThere, case .moved(let count) = far.receive(into: &span) else { return "" }
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
        #expect(text == "{\"request\":\"statistics\"}\n")
    }
}
