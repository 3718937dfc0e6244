internal import Events

/// Says events to whoever listens: numbers them, keeps the latest, serves every subscriber.
///
/// No call waits for a subscriber. One that does not read falls behind in the history and is told
/// what it lost; one whose end is gone is let go.
struct Publisher {
    /// A subscriber's place; the caller's event loop names it by this number.
    typealias Place = Int

    /// Events that a subscriber lost because it did not read them in time.
    struct Loss: Equatable {
        let place: Place
        let events: ClosedRange<UInt64>
    }

    private var writer = LineWriter()
    private var history: EventHistory
    private var clients: [Client?]
    /// What every newcomer is told, however long ago it was said.
    private var lastState: [UInt8] = []
    private var lastVerdict: [UInt8] = []
    /// Subscribers that wait for room in their socket, by place; the event loop watches them.
    private(set) var blocked: [Bool]
    /// Subscribers that were let go since `takeGone` was last asked.
    private var gone: [Place] = []
    /// What was lost since `takeLosses` was last asked.
    private var losses: [Loss] = []

    /// Creates a publisher without subscribers.
    ///
    /// - Parameters:
    ///   - history: The events kept for late subscribers.
    ///   - maxClients: The subscribers served at once.
    ///   - next: The number of the first event.
    init(history: Int, maxClients: Int, next: UInt64) {
        self.history = EventHistory(capacity: history, next: next)
        clients = Array(repeating: nil, count: maxClients)
        blocked = Array(repeating: false, count: maxClients)
        gone.reserveCapacity(maxClients)
        losses.reserveCapacity(maxClients)
        lastState.reserveCapacity(Self.lineBytes)
        lastVerdict.reserveCapacity(Self.lineBytes)
    }

    /// The memory made at once for a remembered line; a longer one makes it larger once.
    private static let lineBytes = 4096

    /// The number that the next event gets.
    var nextSequence: UInt64 { history.next }

    /// The subscribers served now.
    var clientCount: Int { clients.count { $0 != nil } }

    /// Says an event that carries `nextSequence` to every subscriber that wants it.
    mutating func publish(_ event: Event) {
        precondition(
            event.sequence == history.next, "events are said in the order of their numbers")
        var label = EventHistory.Label(kind: event.kind)
        switch event {
            case .verdict(let verdict):
                label.verdict = verdict.verdict.kind
                remember(event, as: \.lastVerdict)
            case .state: remember(event, as: \.lastState)
            default: writer.write(event)
        }
        history.append(writer, label: label)
        for place in clients.indices where clients[place] != nil && !blocked[place] {
            advance(place)
        }
    }

    private mutating func remember(
        _ event: Event, as line: WritableKeyPath<Publisher, [UInt8]>
    ) {
        writer.write(event)
        self[keyPath: line].removeAll(keepingCapacity: true)
        writer.copyLine(to: &self[keyPath: line])
    }

    /// Takes a subscriber on and greets it: `hello`, the state, the last verdict.
    ///
    /// - Returns: Its place, or `nil` when all places are taken.
    mutating func admit(_ connection: any ClientConnection, hello: HelloEvent) -> Place? {
        guard let place = clients.firstIndex(where: { $0 == nil }) else { return nil }
        var client = Client(connection: connection, cursor: history.next)
        writer.write(.hello(hello))
        let fits = client.enqueue(writer)
        precondition(fits, "a greeting fits into an empty buffer")
        client.enqueue(lastState)
        client.enqueue(lastVerdict)
        clients[place] = client
        blocked[place] = false
        advance(place)
        return place
    }

    /// Says an event to one subscriber only, after what already waits for it.
    mutating func answer(_ event: Event, to place: Place) {
        writer.write(event)
        guard clients[place]?.enqueue(writer) == true else { return letGo(place) }
        if !blocked[place] { advance(place) }
    }

    /// Changes what a subscriber gets.
    mutating func subscribe(_ place: Place, to subscription: Subscription) {
        clients[place]?.subscription = subscription
        if let since = subscription.since { clients[place]?.goOn(from: since, in: history) }
        if !blocked[place] { advance(place) }
    }

    /// Goes on with a subscriber whose socket has room again.
    mutating func unblocked(_ place: Place) {
        blocked[place] = false
        advance(place)
    }

    /// What a subscriber has to say next; see `Client.read`.
    mutating func read(_ place: Place, _ budget: inout Int) -> Client.Reading {
        clients[place]?.read(&budget) ?? .ended
    }

    /// Lets a subscriber go.
    mutating func letGo(_ place: Place) {
        guard clients[place] != nil else { return }
        clients[place] = nil
        blocked[place] = false
        gone.append(place)
    }

    /// The subscribers that were let go since the last call.
    mutating func takeGone() -> [Place] {
        defer { gone.removeAll(keepingCapacity: true) }
        return gone
    }

    /// What subscribers lost since the last call; who asks for what is past has lost nothing.
    mutating func takeLosses() -> [Loss] {
        defer { losses.removeAll(keepingCapacity: true) }
        return losses
    }

    /// Whether every subscriber that reads has everything.
    var isDrained: Bool { !blocked.contains(true) }

    private mutating func advance(_ place: Place) {
        var gapWriter = writer
        var gap: ClosedRange<UInt64>?
        let progress = clients[place]?.advance(through: history) { first, last, buffer in
            gapWriter.write(.gap(GapEvent(from: first, to: last)))
            gapWriter.copyLine(to: &buffer)
            gap = first...last
        }
        if let gap, let kept = clients[place]?.firstKept, kept <= gap.upperBound {
            losses.append(Loss(place: place, events: max(gap.lowerBound, kept)...gap.upperBound))
        }
        switch progress {
            case .blocked: blocked[place] = true
            case .gone: letGo(place)
            case .idle, nil: break
        }
    }
}
