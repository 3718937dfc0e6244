import Host
import Realtime
import Testing

@Suite struct TimerTests {
    let clock = SystemClock()

    @Test func `a timer fires at its instant, once`() throws {
        let timer = try Host.Timer()
        let loop = try EventLoop()
        try loop.add(timer.raw, token: 3, interest: .read)
        let instant = clock.now().advanced(by: .milliseconds(5))
        timer.arm(at: instant)
        let fired = timer.drain()
        #expect(!fired)
        let events = try loop.wait(timeout: .seconds(5))
        #expect(clock.now() >= instant)
        #expect(events.map(\.token) == [3])
        let firedThen = timer.drain()
        #expect(firedThen)
        let later = try loop.wait(timeout: .zero)
        #expect(later.count == 0)
    }

    @Test func `an instant that is past fires at once`() throws {
        let timer = try Host.Timer()
        timer.arm(at: Instant(nanoseconds: 0))
        let fired = timer.drain()
        #expect(fired)
    }

    @Test func `a timer that is disarmed does not fire`() throws {
        let timer = try Host.Timer()
        timer.arm(at: clock.now().advanced(by: .milliseconds(2)))
        timer.disarm()
        let loop = try EventLoop()
        try loop.add(timer.raw, token: 0, interest: .read)
        let events = try loop.wait(timeout: .milliseconds(10))
        #expect(events.count == 0)
    }

    @Test func `the last instant there is can be armed`() throws {
        let timer = try Host.Timer()
        timer.arm(at: Instant(nanoseconds: .max))
        let fired = timer.drain()
        #expect(!fired)
    }
}
