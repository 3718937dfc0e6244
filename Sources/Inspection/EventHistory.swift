internal import Events

/// The latest events as the lines they were sent as, for late and slow subscribers.
///
/// A fixed number of slots is written round and round; a slot's memory is reused, so a full history
/// does not grow (a line longer than any before it in its slot makes that slot larger once).
struct EventHistory {
    /// What a subscriber may choose an event by.
    struct Label: Equatable {
        var kind: EventKind
        /// The verdict, where the event is one.
        var verdict: VerdictKind?
    }

    private struct Slot {
        var label = Label(kind: .state)
        var line: [UInt8] = []
    }

    private var slots: [Slot]
    /// The sequence number that the next event gets.
    private(set) var next: UInt64
    private let first: UInt64

    /// Creates an empty history.
    ///
    /// - Parameters:
    ///   - capacity: The events it keeps, at least 1.
    ///   - next: The sequence number of the first event.
    init(capacity: Int, next: UInt64) {
        precondition(capacity > 0)
        slots = Array(repeating: Slot(), count: capacity)
        for index in slots.indices { slots[index].line.reserveCapacity(1024) }
        self.next = next
        first = next
    }

    /// The oldest sequence number that is still here; `next` when nothing is.
    var oldest: UInt64 {
        next - min(next - first, UInt64(slots.count))
    }

    /// Stores the line written last under the next sequence number.
    mutating func append(_ writer: borrowing LineWriter, label: Label) {
        let index = Int(next % UInt64(slots.count))
        slots[index].label = label
        slots[index].line.removeAll(keepingCapacity: true)
        writer.copyLine(to: &slots[index].line)
        next += 1
    }

    /// The label of an event that is still here.
    func label(of sequence: UInt64) -> Label {
        precondition(sequence >= oldest && sequence < next)
        return slots[Int(sequence % UInt64(slots.count))].label
    }

    /// Adds the line of an event that is still here to `buffer`.
    func copyLine(of sequence: UInt64, to buffer: inout [UInt8]) {
        precondition(sequence >= oldest && sequence < next)
        buffer.append(contentsOf: slots[Int(sequence % UInt64(slots.count))].line)
    }
}
