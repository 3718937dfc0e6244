import Events
import Host
import Testing

@testable import Inspection

/// A subscriber that reads as much as it is told to.
final class ScriptedConnection: ClientConnection {
    var received: [UInt8] = []
    var requests: [UInt8] = []
    var room = Int.max
    var isGone = false
    var hasEnded = false

    func send(_ bytes: Span<UInt8>) -> Transfer {
        if isGone { return .closed(nil) }
        let count = min(bytes.count, room)
        if count == 0 { return .wouldBlock }
        for index in 0..<count { received.append(bytes[index]) }
        if room != .max { room -= count }
        return .moved(count)
    }

    func receive(into buffer: inout MutableSpan<UInt8>) -> Transfer {
        if requests.isEmpty { return hasEnded ? .closed(nil) : .wouldBlock }
        let count = min(buffer.count, requests.count)
        for index in 0..<count { buffer[index] = requests[index] }
        requests.removeFirst(count)
        return .moved(count)
    }

    /// The complete lines received, each as the words that tell events apart.
    var lines: [Substring] {
        String(decoding: received, as: UTF8.self).split(separator: "\n")
    }
}

@Suite struct PublisherTests {
    func missed(_ publisher: Publisher, _ count: UInt64 = 1) -> Event {
        var event = MissedEvent(count: count, reason: .driverGap)
        event.sequence = publisher.nextSequence
        return .missed(event)
    }

    func verdict(_ publisher: Publisher, _ verdict: Verdict) -> Event {
        var event = VerdictEvent()
        event.verdict = verdict
        event.sequence = publisher.nextSequence
        return .verdict(event)
    }

    func state(_ publisher: Publisher) -> Event {
        var event = StateEvent(.inspecting)
        event.sequence = publisher.nextSequence
        return .state(event)
    }

    func contains(_ line: Substring?, _ words: String) -> Bool { line?.contains(words) == true }

    @Test func `a newcomer gets hello, the state, the last verdict, then what happens`() {
        var publisher = Publisher(history: 8, maxClients: 2, next: 100)
        publisher.publish(state(publisher))
        publisher.publish(verdict(publisher, .pass))
        publisher.publish(missed(publisher))
        let connection = ScriptedConnection()
        var hello = HelloEvent()
        hello.sequence = publisher.nextSequence
        #expect(publisher.admit(connection, hello: hello) == 0)
        publisher.publish(missed(publisher))
        let lines = connection.lines
        #expect(lines.count == 4)
        #expect(contains(lines[0], #""event":"hello""#) && contains(lines[0], #""sequence":103"#))
        #expect(contains(lines[1], #""event":"state""#) && contains(lines[1], #""sequence":100"#))
        #expect(contains(lines[2], #""event":"verdict""#) && contains(lines[2], #""sequence":101"#))
        #expect(contains(lines[3], #""event":"missed""#) && contains(lines[3], #""sequence":103"#))
    }

    @Test func `a newcomer gets state and verdict that the history has lost`() {
        var publisher = Publisher(history: 2, maxClients: 1, next: 1)
        publisher.publish(state(publisher))
        publisher.publish(verdict(publisher, .fail))
        for _ in 0..<5 { publisher.publish(missed(publisher)) }
        let connection = ScriptedConnection()
        _ = publisher.admit(connection, hello: HelloEvent())
        let lines = connection.lines
        #expect(lines.count == 3)
        #expect(contains(lines[1], #""event":"state""#) && contains(lines[1], #""sequence":1,"#))
        #expect(contains(lines[2], #""event":"verdict""#) && contains(lines[2], #""sequence":2,"#))
    }

    @Test func `who asks for what is past gets it, or is told what is gone`() {
        var publisher = Publisher(history: 4, maxClients: 2, next: 1)
        for _ in 0..<10 { publisher.publish(missed(publisher)) }
        let connection = ScriptedConnection()
        let place = publisher.admit(connection, hello: HelloEvent())
        var subscription = Subscription()
        subscription.since = 3
        publisher.subscribe(place ?? -1, to: subscription)
        let lines = connection.lines
        #expect(lines.count == 6)
        #expect(
            contains(lines[1], #""event":"gap""#) && contains(lines[1], #""from":3"#)
                && contains(lines[1], #""to":6"#))
        #expect(contains(lines[2], #""sequence":7"#) && contains(lines[5], #""sequence":10"#))
    }

    @Test func `filters choose kinds and verdicts`() {
        var publisher = Publisher(history: 8, maxClients: 2, next: 1)
        let connection = ScriptedConnection()
        let place = publisher.admit(connection, hello: HelloEvent()) ?? -1
        var subscription = Subscription()
        subscription.events = NamedSet([.verdict])
        subscription.verdicts = NamedSet([.fail, .undecided])
        publisher.subscribe(place, to: subscription)
        publisher.publish(missed(publisher))
        publisher.publish(verdict(publisher, .pass))
        publisher.publish(verdict(publisher, .fail))
        publisher.publish(verdict(publisher, .undecided(.dark)))
        let lines = connection.lines
        #expect(lines.count == 3)
        #expect(contains(lines[1], #""fail""#) && contains(lines[2], #""dark""#))
    }

    @Test func `one that does not read loses its own events and nobody else's`() {
        var publisher = Publisher(history: 16, maxClients: 2, next: 1)
        let deaf = ScriptedConnection()
        deaf.room = 10
        let good = ScriptedConnection()
        let place = publisher.admit(deaf, hello: HelloEvent()) ?? -1
        _ = publisher.admit(good, hello: HelloEvent())
        for _ in 0..<1000 { publisher.publish(missed(publisher)) }
        #expect(publisher.blocked[place] && good.lines.count == 1001)
        #expect(deaf.received.count == 10)
        deaf.room = .max
        publisher.unblocked(place)
        let lines = deaf.lines
        #expect(!publisher.blocked[place])
        // What was gathered for it before it fell behind, the gap, and what is still kept.
        let gap = lines.firstIndex { $0.contains(#""event":"gap""#) }
        #expect(gap != nil && lines.count - (gap ?? 0) == 17)
        #expect(contains(lines.last, #""sequence":1000"#))
        // The journal is told of exactly what the gap says.
        let losses = publisher.takeLosses()
        #expect(losses.map(\.place) == [place] && losses.first?.events.upperBound == 984)
        let first = losses.first?.events.lowerBound ?? 0
        #expect(contains(gap.map { lines[$0] }, #""from":\#(first),"to":984"#))
        #expect(publisher.takeLosses().isEmpty)
    }

    @Test func `who asks for what is past has not been too slow`() {
        var publisher = Publisher(history: 4, maxClients: 1, next: 1)
        for _ in 0..<10 { publisher.publish(missed(publisher)) }
        let connection = ScriptedConnection()
        let place = publisher.admit(connection, hello: HelloEvent()) ?? -1
        var subscription = Subscription()
        subscription.since = 3
        publisher.subscribe(place, to: subscription)
        #expect(connection.lines.contains { $0.contains(#""event":"gap""#) })
        #expect(publisher.takeLosses().isEmpty)
    }

    @Test func `of a loss only what was still kept when it was asked for counts`() {
        var publisher = Publisher(history: 4, maxClients: 1, next: 1)
        for _ in 0..<10 { publisher.publish(missed(publisher)) }
        let connection = ScriptedConnection()
        connection.room = 10
        let place = publisher.admit(connection, hello: HelloEvent()) ?? -1
        var subscription = Subscription()
        subscription.since = 3
        publisher.subscribe(place, to: subscription)
        for _ in 0..<10 { publisher.publish(missed(publisher)) }
        connection.room = .max
        publisher.unblocked(place)
        #expect(publisher.takeLosses() == [.init(place: place, events: 7...16)])
    }

    @Test func `one that asks and asks but never reads is let go`() {
        var publisher = Publisher(history: 4, maxClients: 1, next: 1)
        let deaf = ScriptedConnection()
        deaf.room = 0
        let place = publisher.admit(deaf, hello: HelloEvent()) ?? -1
        for _ in 0..<1000 { publisher.answer(.statistics(StatisticsEvent()), to: place) }
        #expect(publisher.takeGone() == [place] && publisher.clientCount == 0)
    }

    @Test func `one that is gone frees its place`() {
        var publisher = Publisher(history: 4, maxClients: 1, next: 1)
        let first = ScriptedConnection()
        #expect(publisher.admit(first, hello: HelloEvent()) == 0)
        #expect(publisher.admit(ScriptedConnection(), hello: HelloEvent()) == nil)
        first.isGone = true
        publisher.publish(missed(publisher))
        #expect(publisher.takeGone() == [0])
        #expect(publisher.admit(ScriptedConnection(), hello: HelloEvent()) == 0)
    }

    @Test func `requests come line by line, in whatever pieces they arrive`() {
        let connection = ScriptedConnection()
        var client = Client(connection: connection, cursor: 1)
        var budget = 8
        connection.requests = Array("one\ntw".utf8)
        #expect(client.read(&budget) == .line(Array("one".utf8)))
        #expect(client.read(&budget) == .waiting)
        connection.requests = Array("o\n".utf8)
        connection.hasEnded = true
        #expect(client.read(&budget) == .line(Array("two".utf8)))
        #expect(client.read(&budget) == .ended)
    }

    @Test func `an endless request line is noticed`() {
        let connection = ScriptedConnection()
        connection.requests = [UInt8](repeating: 65, count: 10_000)
        var client = Client(connection: connection, cursor: 1)
        var budget = 8
        #expect(client.read(&budget) == .tooLong)
    }

    @Test func `a client that asks without end lets others have their turn`() {
        let connection = ScriptedConnection()
        connection.requests = [UInt8](repeating: UInt8(ascii: "\n"), count: 10_000)
        var client = Client(connection: connection, cursor: 1)
        var budget = 2
        var lines = 0
        while client.read(&budget) != .waiting { lines += 1 }
        #expect(lines == 2 * 1024 && budget == 0)
    }
}
