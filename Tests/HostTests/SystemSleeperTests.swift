import Host
import Realtime
import Testing

@Suite struct SystemSleeperTests {
    let clock = SystemClock()

    @Test func `it rests until the instant, and not at all for one that is past`() {
        let instant = clock.now().advanced(by: .milliseconds(5))
        SystemSleeper().sleep(until: instant)
        #expect(clock.now() >= instant)
        SystemSleeper().sleep(until: Instant(nanoseconds: 0))
    }
}
