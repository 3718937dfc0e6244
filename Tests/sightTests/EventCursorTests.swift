import Events
import Testing

@testable import sight

@Suite struct EventCursorTests {
    private func hello(next: UInt64) -> HelloEvent {
        var hello = HelloEvent()
        hello.sequence = next
        return hello
    }

    private func state(_ sequence: UInt64) -> Event {
        var event = StateEvent(.inspecting)
        event.sequence = sequence
        return .state(event)
    }

    private func verdict(_ sequence: UInt64, _ verdict: Verdict = .pass) -> Event {
        var event = VerdictEvent()
        event.sequence = sequence
        event.verdict = verdict
        return .verdict(event)
    }

    private let answer = Event.statistics(StatisticsEvent())

    /// The numbers of the events that the reader shows; 0 for those without one.
    private func shown(_ events: [Event], by cursor: inout EventCursor) -> [UInt64] {
        var numbers: [UInt64] = []
        for event in events where cursor.shows(event) { numbers.append(event.sequence ?? 0) }
        return numbers
    }

    @Test func `the first connection shows the greeting and all that follows`() {
        var cursor = EventCursor(Subscription())
        let requests = cursor.requests(after: hello(next: 100))
        #expect(requests == [.subscribe(Subscription())])
        let numbers = shown([state(7), verdict(99), verdict(100)], by: &cursor)
        #expect(numbers == [7, 99, 100])
        #expect(cursor.next == 101)
    }

    @Test func `the next connection goes on where the last one ended`() {
        var cursor = EventCursor(Subscription())
        _ = cursor.requests(after: hello(next: 100))
        _ = shown([verdict(100)], by: &cursor)
        var subscription = Subscription()
        subscription.since = 101
        let requests = cursor.requests(after: hello(next: 104))
        #expect(requests == [.statistics, .subscribe(subscription)])
        // The greeting, and what came before the subscription was read, come again.
        let before = shown([state(7), verdict(103), verdict(104), answer], by: &cursor)
        #expect(before == [])
        let after = shown((101...104).map { verdict($0) } + [answer], by: &cursor)
        #expect(after == [101, 102, 103, 104, 0])
        #expect(cursor.next == 105)
    }

    @Test func `nothing is asked again when nothing was said before the connection was lost`() {
        var cursor = EventCursor(Subscription())
        _ = cursor.requests(after: hello(next: 100))
        _ = shown([state(7)], by: &cursor)
        _ = cursor.requests(after: hello(next: 100))
        #expect(cursor.next == 100)
    }

    @Test func `a daemon that counts anew is followed from its beginning`() {
        var cursor = EventCursor(Subscription())
        _ = cursor.requests(after: hello(next: 100))
        _ = shown([verdict(100)], by: &cursor)
        let requests = cursor.requests(after: hello(next: 1))
        #expect(requests == [.subscribe(Subscription())])
        let numbers = shown([verdict(1)], by: &cursor)
        #expect(numbers == [1])
        #expect(cursor.next == 2)
    }

    @Test func `an earlier beginning that was asked for is asked of the daemon`() {
        var wanted = Subscription()
        wanted.since = 5
        wanted.events = NamedSet([.verdict])
        wanted.verdicts = NamedSet([.fail])
        var cursor = EventCursor(wanted)
        let requests = cursor.requests(after: hello(next: 100))
        #expect(requests == [.statistics, .subscribe(wanted)])
        let gap = Event.gap(GapEvent(from: 5, to: 9))
        let numbers = shown([verdict(99, .fail), answer, gap, verdict(10, .fail)], by: &cursor)
        #expect(numbers == [0, 10])
    }

    @Test func `the greeting is filtered like the rest`() {
        var wanted = Subscription()
        wanted.verdicts = NamedSet([.fail])
        var cursor = EventCursor(wanted)
        _ = cursor.requests(after: hello(next: 100))
        let numbers = shown([verdict(99, .pass), verdict(98, .fail)], by: &cursor)
        #expect(numbers == [98])
    }
}
