import Events

/// Where a reader of events stands, over any number of connections.
///
/// A daemon greets each client with its state and its last verdict, and sends what is new, before
/// it reads what the client asks. A reader that goes on where it was would so see events twice or
/// out of order. It therefore asks for the statistics first: what comes before their answer comes
/// again after it, in order.
struct EventCursor {
    private let wanted: Subscription
    /// The number of the first event not seen yet; `nil` before the first connection.
    private(set) var next: UInt64?
    private var isSkipping = false

    /// Begins where the subscription does.
    init(_ wanted: Subscription) {
        self.wanted = wanted
        next = wanted.since
    }

    /// What to ask after the first line of a connection.
    mutating func requests(after hello: HelloEvent) -> [ClientRequest] {
        var subscription = wanted
        // A daemon that counts anew has said nothing yet that this reader has not seen.
        let isKnown = next.map { $0 <= hello.sequence } ?? false
        subscription.since = isKnown ? next : nil
        isSkipping = isKnown
        if !isKnown { next = hello.sequence }
        return isKnown ? [.statistics, .subscribe(subscription)] : [.subscribe(subscription)]
    }

    /// Whether the event is to be shown.
    mutating func shows(_ event: Event) -> Bool {
        if isSkipping {
            if case .statistics(let statistics) = event, statistics.sequence == nil {
                isSkipping = false
            }
            return false
        }
        if let sequence = event.sequence { next = max(next ?? 0, sequence + 1) }
        // Filters are not in force yet for the greeting.
        return wanted.wants(event)
    }
}
