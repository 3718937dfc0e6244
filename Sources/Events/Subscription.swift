/// Which events a client wants.
public struct Subscription: Sendable, Equatable {
    /// The number of the first event wanted; `nil`: from now.
    public var since: UInt64?
    /// The kinds wanted; `hello` and `gap` come to everyone.
    public var events = NamedSet<EventKind>.all
    /// The verdicts wanted among the `verdict` events.
    public var verdicts = NamedSet<VerdictKind>.all

    /// Creates the subscription to everything from now.
    public init() {}

    /// Whether this client gets the event.
    public func wants(_ event: Event) -> Bool {
        switch event {
            case .hello, .gap: true
            case .verdict(let verdict):
                wants(.verdict) && verdicts.contains(verdict.verdict.kind)
            default: wants(event.kind)
        }
    }

    private func wants(_ kind: EventKind) -> Bool { events.contains(kind) }
}
