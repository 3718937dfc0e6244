internal import Host

/// Passes one value from thread to thread: put in by the one, taken out by the other.
final class Handover<Value: ~Copyable & Sendable>: Sendable {
    private let slot = Guarded<Value?>(nil)

    /// Nothing to take yet.
    init() {}

    /// Begins with a value to take.
    init(_ value: consuming Value) { put(value) }

    /// The value, once; `nil` when there is none.
    func take() -> Value? { slot.withLock { $0.take() } }

    /// Puts a value in; the one before must have been taken.
    func put(_ value: consuming Value) {
        var next: Value? = consume value
        slot.withLock { slot in
            precondition(slot == nil, "the value before was not taken")
            slot = next.take()
        }
    }
}
