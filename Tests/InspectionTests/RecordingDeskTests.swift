import Events
import Imaging
import Realtime
import Testing

@testable import Inspection

@Suite struct RecordingDeskTests {
    let slots = RecordSlots(count: 4)

    func plan(_ generation: UInt32, _ folder: String, maxPerMinute: Int = 0) -> RecordPlan {
        RecordPlan(
            generation: generation, folder: folder, keepBytes: 1 << 30,
            maxPerMinute: maxPerMinute, heatMap: HeatMap(low: 1, high: Float(generation + 2)))
    }

    func desk(_ plan: RecordPlan) throws -> RecordingDesk {
        RecordingDesk(slots: slots, channel: try RecordChannel(), plan: plan)
    }

    /// Has a failed picture of one inspector recorded; its order, if there is one.
    func keep(
        at desk: inout RecordingDesk, generation: UInt32
    ) throws -> RecordingDesk.Order? {
        var event = VerdictEvent()
        event.verdict = .fail
        let slot = try #require(slots.take())
        desk.keep(event, slot: slot, generation: generation)
        guard let order = desk.channel.orders.pop() else { return nil }
        slots.release(order.slot)
        return order
    }

    @Test func `a reload turns recording on`() throws {
        var desk = try desk(plan(0, ""))
        #expect(slots.take() == nil)
        desk.serve(plan(1, "new"))
        // The inspector before may fill a slot until the swap: its settings record nothing.
        #expect(try keep(at: &desk, generation: 0) == nil)
        #expect(try keep(at: &desk, generation: 1)?.plan.folder == "new")
        desk.settle()
        #expect(try keep(at: &desk, generation: 1)?.plan.folder == "new")
        #expect(desk.dropped == 0)
    }

    @Test func `a reload turns recording off, and what was ordered stays ordered`() throws {
        var desk = try desk(plan(0, "old"))
        let early = try #require(slots.take())
        desk.serve(plan(1, ""))
        var event = VerdictEvent()
        event.verdict = .fail
        desk.keep(event, slot: early, generation: 0)
        desk.settle()
        #expect(desk.channel.orders.pop()?.plan.folder == "old")
        #expect(slots.take() == nil)
        #expect(desk.dropped == 0)
    }

    @Test func `a reload changes folder and scale with the inspector`() throws {
        var desk = try desk(plan(0, "old"))
        desk.serve(plan(1, "new"))
        let before = try #require(try keep(at: &desk, generation: 0))
        let after = try #require(try keep(at: &desk, generation: 1))
        #expect(before.plan.folder == "old" && before.plan.heatMap.high == 2)
        #expect(after.plan.folder == "new" && after.plan.heatMap.high == 3)
    }

    @Test func `a reload changes how many there are in a minute`() throws {
        var desk = try desk(plan(0, "same", maxPerMinute: 1))
        #expect(try keep(at: &desk, generation: 0) != nil)
        #expect(try keep(at: &desk, generation: 0) == nil)
        desk.serve(plan(1, "same", maxPerMinute: 2))
        #expect(try keep(at: &desk, generation: 1) != nil)
        #expect(try keep(at: &desk, generation: 1) == nil)
        #expect(desk.dropped == 2)
    }
}
