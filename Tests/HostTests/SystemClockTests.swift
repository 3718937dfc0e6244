import Host
import Realtime
import TestSupport
import Testing

@Suite struct SystemClockTests {
    let clock = SystemClock()

    @Test func `time goes on`() {
        var last = clock.now()
        for _ in 0..<1000 {
            let now = clock.now()
            #expect(now >= last)
            last = now
        }
    }

    @Test func `boot time counts sleep too`() {
        let monotonic = clock.now().nanoseconds
        #expect(clock.bootNanoseconds() >= monotonic)
    }

    @Test func `the wall clock is after this was written`() {
        let year2026: UInt64 = 1_767_225_600_000_000_000
        #expect(clock.wallNanoseconds() > year2026)
    }

    @Test(arguments: [
        (Duration.milliseconds(5), Int64(5_000_000)), (.nanoseconds(-3), -3), (.zero, 0),
        (.seconds(Int64.max), Int64.max), (.seconds(Int64.min), Int64.min),
    ])
    func `a duration has whole nanoseconds, at most all of them`(
        duration: Duration, nanoseconds: Int64
    ) {
        #expect(duration.nanoseconds == nanoseconds)
    }

    @Test func `instants and durations add up`() {
        let start = Instant(nanoseconds: 100)
        let end = start.advanced(by: .microseconds(2))
        #expect(end.nanoseconds == 2100)
        #expect(end.duration(since: start) == .microseconds(2))
        #expect(start.duration(since: end) == .zero)
        #expect(start.advanced(by: .seconds(-1)) == start)
    }

    @Test(.enabled(if: countsAllocations)) func `asking the time allocates nothing`() {
        #expect(allocations { _ = clock.now() } == 0)
    }
}
