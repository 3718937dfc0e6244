import Synchronization

/// A place for the newest element between one producer thread and one consumer thread.
///
/// Putting never fails and never waits: an element that the consumer has not taken yet comes back
/// to the producer, who counts it as overtaken. Three slots go round: the producer's, the
/// consumer's, and the middle one, which each side exchanges for its own in one atomic step.
///
/// - Important: Two producers, or two consumers, are a data race that no check here can see.
@safe public struct Mailbox<Element: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    // @unchecked: a slot belongs to the side whose index names it; the exchange of `middle` hands
    // it over with release and acquire ordering.
    private static var fresh: UInt8 { 4 }  // beside the index of the middle slot, 0 ... 2
    private let slots: UnsafeMutablePointer<Element?>
    private let middle = Atomic<UInt8>(1)
    private let producers = Atomic<UInt8>(0)
    private let consumers = Atomic<UInt8>(2)

    /// Creates an empty mailbox.
    public init() {
        unsafe slots = .allocate(capacity: 3)
        for index in 0..<3 { unsafe (slots + index).initialize(to: nil) }
    }

    deinit {
        unsafe slots.deinitialize(count: 3)
        unsafe slots.deallocate()
    }

    /// Puts the newest element in; gives back the one before when nobody took it.
    ///
    /// Producer only.
    public func put(_ element: consuming Element) -> Element? {
        let mine = producers.load(ordering: .relaxed)
        // What the producer owns between two calls is empty.
        unsafe (slots + Int(mine)).initialize(to: consume element)
        let before = middle.exchange(mine | Self.fresh, ordering: .acquiringAndReleasing)
        let next = before & ~Self.fresh
        producers.store(next, ordering: .relaxed)
        return empty(next)
    }

    /// Takes the newest element, or `nil` when there is none since the last call.
    ///
    /// Consumer only.
    public func take() -> Element? {
        guard middle.load(ordering: .relaxed) & Self.fresh != 0 else { return nil }
        let mine = consumers.load(ordering: .relaxed)
        let before = middle.exchange(mine, ordering: .acquiringAndReleasing)
        let next = before & ~Self.fresh
        consumers.store(next, ordering: .relaxed)
        return empty(next)
    }

    /// Moves out what a slot holds; the caller owns the slot.
    private func empty(_ slot: UInt8) -> Element? {
        let element = unsafe (slots + Int(slot)).move()
        unsafe (slots + Int(slot)).initialize(to: nil)
        return element
    }
}
