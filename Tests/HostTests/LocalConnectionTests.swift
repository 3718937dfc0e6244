import Glibc
import Host
import TestSupport
import Testing

@Suite struct LocalConnectionTests {
    let folder = TemporaryFolder()

    @Test func `bytes arrive in order`() throws {
        try LocalConnection.pair().split { first, second throws(HostError) in
            let sent = first.send([1, 2, 3].span)
            #expect(sent == .moved(3))
            let ready = try second.waitReadable(timeout: .seconds(1))
            #expect(ready)
            var bytes = [UInt8](repeating: 0, count: 8)
            var span = bytes.mutableSpan
            let received = second.receive(into: &span)
            #expect(received == .moved(3))
            #expect(bytes[..<3] == [1, 2, 3])
        }
    }

    @Test func `nothing to receive is a value`() throws {
        try LocalConnection.pair().split { first, second throws(HostError) in
            var byte: [UInt8] = [0]
            var span = byte.mutableSpan
            let received = first.receive(into: &span)
            #expect(received == .wouldBlock)
            let ready = try first.waitReadable(timeout: .zero)
            #expect(!ready)
            _ = second.raw
        }
    }

    @Test func `a reader that does not read stops the sender, without waiting`() throws {
        try LocalConnection.pair().split { first, second throws(HostError) in
            let chunk = [UInt8](repeating: 1, count: 4096)
            var total = 0
            while case .moved(let count) = first.send(chunk.span) { total += count }
            let sent = first.send(chunk.span)
            #expect(sent == .wouldBlock)
            #expect(total > 0)
            let room = try first.waitWritable(timeout: .zero)
            #expect(!room)
            #expect(Self.drain(second) == total)
            let roomThen = try first.waitWritable(timeout: .seconds(1))
            #expect(roomThen)
        }
    }

    static func drain(_ connection: borrowing LocalConnection) -> Int {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var total = 0
        while true {
            var span = bytes.mutableSpan
            guard case .moved(let count) = connection.receive(into: &span) else { return total }
            total += count
        }
    }

    @Test func `the other side's end is a value, and no signal`() throws {
        try LocalConnection.pair().split { first, second throws(HostError) in
            EventLoopTests.drop(second)
            var byte: [UInt8] = [0]
            var span = byte.mutableSpan
            let received = first.receive(into: &span)
            let sent = first.send([1].span)
            #expect(received == .closed(nil))
            #expect(sent == .closed(Errno(code: EPIPE)))
        }
    }

    @Test func `what was sent before the end still arrives`() throws {
        try LocalConnection.pair().split { first, second throws(HostError) in
            _ = second.send([9, 9].span)
            EventLoopTests.drop(second)
            var bytes: [UInt8] = [0, 0, 0]
            var span = bytes.mutableSpan
            let received = first.receive(into: &span)
            let end = first.receive(into: &span)
            #expect(received == .moved(2))
            #expect(end == .closed(nil))
        }
    }

    @Test func `nobody there is told`() {
        #expect(throws: HostError.call("connect", on: folder("s"), .notFound)) {
            _ = try LocalConnection.connect(to: folder("s"), timeout: .seconds(1))
        }
        LocalListenerTests.leaveStale(folder("stale"))
        #expect(throws: HostError.call("connect", on: folder("stale"), .refused)) {
            _ = try LocalConnection.connect(to: folder("stale"), timeout: .seconds(1))
        }
    }

    @Test func `connecting to a full queue ends in time`() throws {
        let listener = try LocalListener.bind(to: folder("s"), backlog: 0)
        let waiting = try LocalConnection.connect(to: folder("s"), timeout: .seconds(1))
        #expect(throws: HostError.timedOut(path: folder("s"))) {
            _ = try LocalConnection.connect(to: folder("s"), timeout: .milliseconds(30))
        }
        _ = (listener.raw, waiting.raw)
    }

    @Test(.enabled(if: countsAllocations)) func `sending and receiving allocate nothing`() throws {
        let pair = try LocalConnection.pair()
        let line: [UInt8] = Array("{\"event\":\"verdict\"}\n".utf8)
        var bytes = [UInt8](repeating: 0, count: 64)
        let made = allocations {
            for _ in 0..<10 {
                _ = pair.first.send(line.span)
                var span = bytes.mutableSpan
                _ = pair.second.receive(into: &span)
            }
        }
        #expect(made == 0)
    }
}
