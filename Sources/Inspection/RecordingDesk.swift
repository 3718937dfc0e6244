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
        /// Where and how it is written.
        var plan: RecordPlan
    }

    let slots: RecordSlots
    let channel: RecordChannel
    /// Of the inspector before, whose last outcomes may be on their way, and of the latest.
    private var plans: [RecordPlan]
    private var minute: UInt64 = 0
    private var inMinute = 0
    private var refused: UInt64 = 0

    init(slots: RecordSlots, channel: RecordChannel, plan: RecordPlan) {
        self.slots = slots
        self.channel = channel
        plans = [plan]
        slots.isOpen = plan.isOn
    }

    /// Takes the plan of an inspector that is about to serve; the one before still holds for its
    /// own pictures.
    mutating func serve(_ plan: RecordPlan) {
        plans = [latest, plan]
        slots.isOpen = plans.contains(where: \.isOn)
    }

    /// The latest inspector serves: the one before fills no more slots.
    func settle() { slots.isOpen = latest.isOn }

    private var latest: RecordPlan { plans[plans.count - 1] }

    /// Pictures written.
    var written: UInt64 { channel.written.load(ordering: .relaxed) }
    /// Pictures that should have been written and were not.
    var dropped: UInt64 {
        refused + channel.failed.load(ordering: .relaxed)
            + slots.refused.load(ordering: .relaxed)
    }

    /// Has a picture written, unless the frame passed or the minute has had its share.
    ///
    /// - Parameters:
    ///   - event: The verdict of the frame.
    ///   - slot: Where the picture is; `nil`: there is none.
    ///   - generation: The inspector that filled the slot.
    mutating func keep(_ event: VerdictEvent, slot: Int?, generation: UInt32) {
        guard let slot else { return }
        let plan = plans.first { $0.generation == generation } ?? latest
        guard event.verdict != .pass, plan.isOn else { return slots.release(slot) }
        if event.time / 60_000_000 != minute {
            minute = event.time / 60_000_000
            inMinute = 0
        }
        guard plan.maxPerMinute == 0 || inMinute < plan.maxPerMinute,
            channel.orders.push(Order(slot: slot, event: event, plan: plan)) == nil
        else {
            refused += 1
            return slots.release(slot)
        }
        inMinute += 1
        channel.wake.signal()
    }
}
