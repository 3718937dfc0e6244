import Synchronization

/// A queue of fixed capacity between one producer thread and one consumer thread.
///
/// Neither side ever waits or allocates: `push` gives the element back when the ring is full, and
/// `pop` answers `nil` when it is empty.
///
///     let ring = Ring<Frame>(capacity: 4)
///     if let refused = ring.push(frame) { dropped += 1 }   // capture thread
///     while let frame = ring.pop() { inspect(frame) }      // inference thread
///
/// `tail` counts elements ever pushed and `head` those ever popped; they only grow, so a full ring
/// and an empty one differ. The producer's release of `tail` makes the element visible to the
/// consumer; the consumer's release of `head` makes the slot free again.
///
/// - Important: Two producers, or two consumers, are a data race that no check here can see.
@safe public struct Ring<Element: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    // @unchecked: `slots` is written by the producer and read by the consumer, never both at once.
    private let slots: UnsafeMutablePointer<Element>
    private let mask: UInt64
    private let head = Atomic<UInt64>(0)
    private let padding = InlineArray<7, UInt64>(repeating: 0)  // keeps the counters a line apart
    private let tail = Atomic<UInt64>(0)

    /// Creates an empty ring.
    ///
    /// - Parameter capacity: The number of elements; a power of two.
    public init(capacity: Int) {
        precondition(capacity > 0)
        precondition(capacity & (capacity - 1) == 0, "a ring's capacity is a power of two")
        unsafe slots = .allocate(capacity: capacity)
        mask = UInt64(capacity - 1)
    }

    deinit {
        while pop() != nil {}
        unsafe slots.deallocate()
    }

    /// The number of elements that can surely be pushed now.
    ///
    /// Producer only; a consumer at work can only make it larger.
    public var freeCapacity: Int {
        let used = tail.load(ordering: .relaxed) &- head.load(ordering: .acquiring)
        return Int(mask &+ 1 &- used)
    }

    /// Whether there is nothing to pop.
    ///
    /// Consumer only: to the producer the answer may already be wrong.
    public var isEmpty: Bool {
        head.load(ordering: .relaxed) == tail.load(ordering: .acquiring)
    }

    /// Appends an element, or gives it back when the ring is full.
    ///
    /// Producer only.
    public func push(_ element: consuming Element) -> Element? {
        let end = tail.load(ordering: .relaxed)
        let used = end &- head.load(ordering: .acquiring)
        if used > mask { return element }
        unsafe (slots + Int(end & mask)).initialize(to: element)
        tail.store(end &+ 1, ordering: .releasing)
        return nil
    }

    /// Takes the oldest element, or `nil` when there is none.
    ///
    /// Consumer only.
    public func pop() -> Element? {
        let start = head.load(ordering: .relaxed)
        if start == tail.load(ordering: .acquiring) { return nil }
        let element = unsafe (slots + Int(start & mask)).move()
        head.store(start &+ 1, ordering: .releasing)
        return element
    }
}
