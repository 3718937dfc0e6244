internal import Events
internal import Host

/// One subscriber: what it wants, how far it is, and the bytes that wait for it.
///
/// It holds a position in the history, not copies of events: a slow subscriber costs its batch
/// buffer and nothing more, and what the history lost meanwhile it is told by a `gap`.
struct Client {
    enum Progress: Equatable {
        /// All that there is was sent.
        case idle
        /// The peer does not read; go on when it does.
        case blocked
        /// The peer is gone.
        case gone
    }

    let connection: any ClientConnection
    var subscription = Subscription()
    /// The next event to send.
    private(set) var cursor: UInt64
    /// The first event that was there for it; what went before is no loss of its own making.
    private(set) var firstKept: UInt64
    private var outgoing: [UInt8] = []
    private var sent = 0
    private var request: [UInt8] = []

    init(connection: any ClientConnection, cursor: UInt64) {
        self.connection = connection
        self.cursor = cursor
        firstKept = cursor
        outgoing.reserveCapacity(Limits.clientBatch)
    }

    /// Puts the line written last before the events, for this subscriber alone: an answer.
    ///
    /// - Returns: Whether there was room; a peer that asks and asks but never reads has none.
    mutating func enqueue(_ writer: borrowing LineWriter) -> Bool {
        writer.copyLine(to: &outgoing)
        return outgoing.count - sent <= Limits.eventLine
    }

    /// Puts a line that was said before in front of the events.
    mutating func enqueue(_ line: [UInt8]) { outgoing.append(contentsOf: line) }

    /// Goes on from another event, as far as it has happened.
    mutating func goOn(from sequence: UInt64, in history: borrowing EventHistory) {
        cursor = min(sequence, history.next)
        firstKept = max(cursor, history.oldest)
    }

    /// Sends what waits and what the history has for this subscriber, as far as the peer reads.
    ///
    /// - Parameters:
    ///   - history: Where the events are.
    ///   - gapLine: Writes the `gap` line for events first … last into the buffer.
    /// - Returns: Whether there is more to send, later or never.
    mutating func advance(
        through history: borrowing EventHistory,
        gapLine: (_ first: UInt64, _ last: UInt64, inout [UInt8]) -> Void
    ) -> Progress {
        while true {
            if sent == outgoing.count {
                refill(from: history, gapLine: gapLine)
                if outgoing.isEmpty { return .idle }
            }
            switch connection.send(outgoing.span.extracting(sent..<outgoing.count)) {
                case .moved(let count): sent += count
                case .wouldBlock: return .blocked
                case .closed(_): return .gone
            }
        }
    }

    private mutating func refill(
        from history: borrowing EventHistory,
        gapLine: (_ first: UInt64, _ last: UInt64, inout [UInt8]) -> Void
    ) {
        outgoing.removeAll(keepingCapacity: true)
        sent = 0
        if cursor < history.oldest {
            gapLine(cursor, history.oldest - 1, &outgoing)
            cursor = history.oldest
        }
        while cursor < history.next, outgoing.count < Limits.clientBatch {
            if subscription.wants(history.label(of: cursor)) {
                history.copyLine(of: cursor, to: &outgoing)
            }
            cursor += 1
        }
    }

    enum Reading: Equatable {
        /// Nothing more for now.
        case waiting
        /// The peer sends no more but may still read.
        case ended
        /// One complete line, without its end.
        case line([UInt8])
        /// More than `Limits.requestLine` bytes without an end of line.
        case tooLong
    }

    /// Reads the next line of requests that is complete.
    ///
    /// - Parameter budget: How often the socket may still be read; then the rest has to wait there.
    /// - Returns: The line, or why there is none now.
    mutating func read(_ budget: inout Int) -> Reading {
        while true {
            if let end = request.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(request[..<end])
                request.removeSubrange(...end)
                return .line(line)
            }
            if request.count > Limits.requestLine { return .tooLong }
            if budget == 0 { return .waiting }
            budget -= 1
            var buffer = InlineArray<1024, UInt8>(repeating: 0)
            var span = buffer.mutableSpan
            switch connection.receive(into: &span) {
                case .moved(let count): for index in 0..<count { request.append(buffer[index]) }
                case .wouldBlock: return .waiting
                case .closed(_): return .ended
            }
        }
    }
}

extension Subscription {
    func wants(_ label: EventHistory.Label) -> Bool {
        guard events.contains(label.kind) else { return false }
        return label.verdict.map(verdicts.contains) ?? true
    }
}
