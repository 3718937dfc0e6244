import Imaging
import Realtime
import TestSupport
import Testing

@testable import Capture

@Suite struct ReportQueueTests {
    let waker = CountingWaker()

    func channel(capacity: Int) -> CaptureChannel {
        CaptureChannel(reportCapacity: capacity, inference: waker, main: waker)
    }

    func told(_ channel: CaptureChannel) -> [String] {
        var story = Story()
        story.readReports(channel)
        return story.reports
    }

    @Test func `with room everything leaves at once and in order`() {
        let channel = channel(capacity: 8)
        var queue = ReportQueue(channel: channel)
        queue.changed(to: .opened, detail: InlineText())
        queue.missed(.init(count: 2, firstOrdinal: 0, firstSequence: 9), reason: .driverGap)
        queue.arrived(ordinal: 2, FrameInfo(layout: .init(format: .grey, width: 1, height: 1)))
        let isEmpty = queue.isEmpty
        #expect(isEmpty)
        #expect(told(channel) == ["opened", "driver_gap 2 from 0=9", "2=0"])
    }

    @Test func `without room missed frames become one run and only the last state is kept`() {
        let channel = channel(capacity: 1)
        var queue = ReportQueue(channel: channel)
        queue.changed(to: .opened, detail: InlineText())
        queue.missed(.init(count: 1, firstOrdinal: 5, firstSequence: 50), reason: .overrun)
        queue.missed(.init(count: 3, firstOrdinal: 6, firstSequence: 51), reason: .overrun)
        queue.changed(to: .lost, detail: InlineText())
        queue.changed(to: .streaming, detail: InlineText())
        let hasRoom = queue.hasRoom
        #expect(!hasRoom)
        #expect(told(channel) == ["opened"])
        queue.flush()
        #expect(told(channel) == ["overrun 4 from 5=50"])
        queue.flush()
        #expect(told(channel) == ["streaming"])
        let isEmpty = queue.isEmpty
        #expect(isEmpty)
    }

    @Test(arguments: [(MissedReason.driverGap, "driver_gap"), (.overrun, "overrun")])
    func `a run of one reason keeps it, a mixed one is an overrun`(
        reason: MissedReason, name: String
    ) {
        let channel = channel(capacity: 1)
        var queue = ReportQueue(channel: channel)
        queue.changed(to: .opened, detail: InlineText())
        queue.missed(.init(count: 1, firstOrdinal: 0, firstSequence: 0), reason: .driverGap)
        queue.missed(.init(count: 1, firstOrdinal: 1, firstSequence: 1), reason: reason)
        _ = told(channel)
        queue.flush()
        #expect(told(channel) == ["\(name) 2 from 0=0"])
    }

    @Test func `there is no room while something waits, even if the ring was read`() {
        let channel = channel(capacity: 1)
        var queue = ReportQueue(channel: channel)
        queue.changed(to: .opened, detail: InlineText())
        queue.missed(.init(count: 1, firstOrdinal: 0, firstSequence: 0), reason: .overrun)
        _ = told(channel)
        var hasRoom = queue.hasRoom
        #expect(!hasRoom)
        queue.flush()
        _ = told(channel)
        hasRoom = queue.hasRoom
        #expect(hasRoom)
    }

    @Test func `the reader is woken once for all that was sent`() {
        let channel = channel(capacity: 8)
        var queue = ReportQueue(channel: channel)
        queue.wakeReader()
        #expect(waker.count == 0)
        queue.changed(to: .opened, detail: InlineText())
        queue.changed(to: .streaming, detail: InlineText())
        queue.wakeReader()
        queue.wakeReader()
        #expect(waker.count == 1)
    }
}
