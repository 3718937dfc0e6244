import Glibc
import Host
import Realtime
import TestSupport
import Testing

@testable import Capture

@Suite struct CaptureStageTests {
    static let unplugged = CameraError.gone(path: "/dev/video0")
    static let absent = CameraError.notFound(path: "/dev/video0")

    @Test func `frames arrive in order, each after its report`() {
        let rig = Rig([.frames(3), .end])
        let story = rig.run()
        #expect(story.reports == ["opened", "streaming", "0=0", "1=1", "2=2", "ended"])
        #expect(story.frames == ["0=0", "1=1", "2=2"])
    }

    @Test func `who has a frame finds its report already there`() throws {
        let rig = Rig([.frames(20_000), .end], frameCapacity: 1)
        let channel = rig.channel
        let missing = Guarded<[UInt64]>([])
        try withReader(of: channel) { ordinal in
            var last: UInt64?
            while last != ordinal, let report = channel.reports.pop() {
                if case .arrived(let number, _) = report { last = number }
            }
            if last != ordinal { missing.withLock { $0.append(ordinal) } }
        } during: {
            // The reader spins, so that a frame before its report would be seen sooner or later.
            for _ in 0..<20_005 { rig.step() }
        }
        #expect(missing.withLock { $0 } == [])
    }

    /// Runs `body` while another thread pops frames and gives their ordinals to `seen`.
    func withReader(
        of channel: CaptureChannel, seen: @escaping @Sendable (UInt64) -> Void,
        during body: () -> Void
    ) throws {
        let isOver = Flag()
        let reader = try Thread(name: "reader") {
            while !isOver.isSet {
                if let frame = channel.takeFrame() { seen(frame.ordinal) }
            }
        }
        body()
        isOver.set()
        reader.join()
    }

    @Test func `numbers that the driver skips are missed and take ordinals`() {
        let rig = Rig([.frames(2), .lose(3), .frame, .lose(1), .frame, .end])
        let story = rig.run()
        #expect(
            story.reports == [
                "opened", "streaming", "0=0", "1=1", "driver_gap 3 from 2=2", "5=5",
                "driver_gap 1 from 6=6", "7=7", "ended",
            ])
        #expect(story.arrived + story.missed == 8)
    }

    @Test func `the driver's number wraps without a gap`() {
        let rig = Rig([.sequence(.max - 1), .frames(4), .end])
        let story = rig.run()
        #expect(story.frames == ["0=4294967294", "1=4294967295", "2=0", "3=1"])
        #expect(story.missed == 0)
    }

    @Test func `a gap over the wrap is counted`() {
        let rig = Rig([.sequence(.max), .frame, .lose(2), .frame, .end])
        let story = rig.run()
        #expect(story.reports.contains("driver_gap 2 from 1=0"))
        #expect(story.frames == ["0=4294967295", "3=2"])
    }

    @Test func `a number that goes back is a new count and no gap`() {
        let rig = Rig([.sequence(50), .frame, .sequence(3), .frames(2), .end])
        let story = rig.run()
        #expect(story.frames == ["0=50", "1=3", "2=4"])
        #expect(story.missed == 0)
    }

    @Test func `after an opening the first number is the base, also when it is far ahead`() {
        let rig = Rig([.frames(2), .fail(Self.unplugged), .sequence(100), .frames(2), .end])
        let story = rig.run()
        #expect(story.frames == ["0=0", "1=1", "2=100", "3=101"])
        #expect(story.missed == 0)
    }

    @Test func `a full frame ring makes overruns, and each buffer comes home at once`() {
        let rig = Rig([.frames(20), .frame, .end], frameCapacity: 2, slots: 3)
        var story = Story()
        for _ in 0..<21 {
            rig.step()
            story.readReports(rig.channel)
        }
        #expect(story.arrived == 2)
        #expect(story.missed == 18)
        #expect(story.reports.last == "overrun 1 from 19=19")
        // The third slot was there for every lost frame: the driver itself never lost one.
        #expect(!story.reports.contains { $0.hasPrefix("driver_gap") })
        story.read(rig.channel)
        #expect(story.frames == ["0=0", "1=1"])
        rig.run(into: &story)
        #expect(story.frames.last == "20=20")
        #expect(story.arrived + story.missed == 21)
    }

    @Test func `when all buffers are lent the driver loses frames and they are counted`() {
        let rig = Rig([.frames(6), .end], frameCapacity: 4, slots: 2)
        for _ in 0..<3 { rig.step() }
        var story = Story()
        story.readReports(rig.channel)
        // Two lent, four lost in the driver, and the source ends before another number shows it.
        #expect(story.reports == ["opened", "streaming", "0=0", "1=1"])
    }

    @Test func `a full report ring loses nothing`() {
        let rig = Rig(
            [.frames(5), .lose(2), .frames(9), .fail(Self.unplugged), .frames(3), .end],
            frameCapacity: 64, reportCapacity: 4, slots: 64)
        // The main thread reads nothing until the source has ended.
        for _ in 0..<40 { rig.step() }
        var story = Story()
        rig.run(into: &story)
        #expect(
            story.reports == [
                "opened", "streaming", "0=0", "1=1", "overrun 17 from 2=2", "ended",
            ])
        #expect(story.arrived + story.missed == 19)
        #expect(UInt64(story.frames.count) == story.arrived)
    }

    @Test func `silence is a stall and the camera is opened again until frames come`() {
        let rig = Rig([.frame, .silence(.seconds(7)), .frame, .end])
        let story = rig.run()
        #expect(
            story.reports == [
                "opened", "streaming", "0=0", "stalled", "opened", "stalled", "opened", "stalled",
                "opened", "streaming", "1=0", "ended",
            ])
    }

    @Test(arguments: [10.0, 1, 0.5])
    func `a stall takes two seconds or five frame periods`(rate: Double) {
        let rig = Rig([.frame], framesPerSecond: rate)
        rig.run(until: .streaming)
        let start = rig.clock.now()
        rig.run(until: .stalled)
        #expect(rig.clock.now().nanoseconds(since: start) == UInt64(max(2, 5 / rate) * 1e9))
    }

    @Test func `an unplugged camera is lost, looked for, and found again`() {
        let rig = Rig([
            .frames(2), .fail(Self.unplugged), .refuseOpen(Self.absent), .refuseOpen(Self.absent),
            .refuseStart(Self.unplugged), .frames(2), .end,
        ])
        let story = rig.run()
        // The same error is told once; another one is told again.
        #expect(
            story.reports == [
                "opened", "streaming", "0=0", "1=1", "lost", "lost", "lost", "opened", "streaming",
                "2=0", "3=1", "ended",
            ])
        #expect(story.details.filter { $0.contains("there is no /dev/video0") }.count == 1)
    }

    @Test func `the pauses double from 100 ms to 1 s, for ever, and begin anew after a frame`() {
        let refusals = (0..<10).map { _ in ScriptStep.refuseOpen(Self.absent) }
        let rig = Rig(refusals + [.frame, .fail(Self.unplugged)] + refusals.prefix(2) + [.end])
        _ = rig.run()
        let growing = [100, 200, 400, 800] + Array(repeating: 1000, count: 6)
        #expect(rig.sleeper.pausesInMilliseconds == growing + [100, 200, 400])
    }

    @Test func `a stop closes the camera and counts the frames that nobody will take`() {
        let rig = Rig([.frames(2), .frames(3)])
        for _ in 0..<3 { rig.step() }
        rig.channel.stop()
        // Three more frames are ready in the driver when the stop is seen.
        rig.clock.advance(by: .milliseconds(300))
        let story = rig.run()
        #expect(
            story.reports == [
                "opened", "streaming", "0=0", "1=1", "camera_gone 1 from 2=2",
                "camera_gone 1 from 3=3", "camera_gone 1 from 4=4", "closed",
            ])
        #expect(rig.isFinished)
    }

    @Test func `a stop is seen within half a second, also while the camera is lost`() {
        let rig = Rig([.refuseOpen(Self.absent)])
        rig.step()
        rig.channel.stop()
        let start = rig.clock.now()
        let story = rig.run()
        #expect(story.reports == ["lost", "closed"])
        #expect(rig.clock.now().nanoseconds(since: start) < 500_000_000)
    }

    @Test func `the end waits for a reader of the reports, but not for ever`() {
        let rig = Rig([.frames(9)], reportCapacity: 1)
        for _ in 0..<4 { rig.step() }
        rig.channel.stop()
        let start = rig.clock.now()
        for _ in 0..<10_000 where !rig.isFinished { rig.step() }
        let waited = rig.clock.now().nanoseconds(since: start)
        #expect((1_900_000_000...2_100_000_000).contains(waited))
    }

    @Test func `the heartbeat moves with every step`() {
        let rig = Rig([.frame, .silence(.seconds(60))])
        var last = rig.channel.heartbeat
        for _ in 0..<200 {
            rig.step()
            let beat = rig.channel.heartbeat
            #expect(beat >= last)
            #expect(beat.nanoseconds(since: last) <= 600_000_000 || last.nanoseconds == 0)
            last = beat
        }
    }

    @Test func `both threads are woken for what they read`() {
        let rig = Rig([.frames(3), .end])
        _ = rig.run()
        #expect(rig.inference.count == 3)
        #expect(rig.main.count >= 4)
    }

    @Test func `corrupt and short frames arrive as such`() {
        let rig = Rig([.corrupt, .bytes([1, 2, 3]), .end])
        var seen: [String] = []
        for _ in 0..<100 where !rig.isFinished {
            rig.step()
            while let frame = rig.channel.takeFrame() {
                seen.append("\(frame.info.isCorrupt) \(frame.bytes.count)")
            }
            while rig.channel.reports.pop() != nil {}
        }
        #expect(seen == ["true 32", "false 3"])
    }

    @Test(.enabled(if: countsAllocations)) func `a frame's way allocates nothing`() {
        let rig = Rig([.frames(2000)])
        let made = allocations {
            for _ in 0..<500 {
                rig.step()
                while rig.channel.takeFrame() != nil {}
                while rig.channel.reports.pop() != nil {}
            }
        }
        #expect(made == 0)
    }
}
