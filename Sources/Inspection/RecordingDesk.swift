internal import Events
internal import Host
internal import Realtime
internal import Synchronization

/// The main thread's end of the recording: which pictures are kept, and how many.
///
/// Every slot that the inference thread filled ends here: handed to the recording thread or freed.
struct RecordingDesk {
    /// One picture to be written.
    struct Order: Sendable {
        /// The record slot, which the recording thread frees.
        var slot: Int
        /// The verdict of the frame.
        var event: VerdictEvent
    }

    let slots: RecordSlots
    let channel: RecordChannel
    let maxPerMinute: Int
    private var minute: UInt64 = 0
    private var inMinute = 0
    private var refused: UInt64 = 0

    init(slots: RecordSlots, channel: RecordChannel, maxPerMinute: Int) {
        self.slots = slots
        self.channel = channel
        self.maxPerMinute = maxPerMinute
    }

    /// Pictures written.
    var written: UInt64 { channel.written.load(ordering: .relaxed) }
    /// Pictures that should have been written and were not.
    var dropped: UInt64 {
        refused + channel.failed.load(ordering: .relaxed)
            + slots.refused.load(ordering: .relaxed)
    }

    /// Has a picture written, unless the frame passed or the minute has had its share.
    mutating func keep(_ event: VerdictEvent, slot: Int?) {
        guard let slot else { return }
        guard event.verdict != .pass else { return slots.release(slot) }
        if event.time / 60_000_000 != minute {
            minute = event.time / 60_000_000
            inMinute = 0
        }
        inMinute += 1
        guard maxPerMinute == 0 || inMinute <= maxPerMinute,
            channel.orders.push(Order(slot: slot, event: event)) == nil
        else {
            refused += 1
            return slots.release(slot)
        }
        channel.wake.signal()
    }
}
