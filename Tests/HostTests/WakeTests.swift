import Host
import Synchronization
import TestSupport
import Testing

@Suite struct WakeTests {
    @Test func `a signal before the wait is not lost`() throws {
        let wake = try Wake()
        wake.signal()
        wake.signal()
        #expect(wake.wait(timeout: .zero))
        #expect(!wake.wait(timeout: .zero))
    }

    @Test func `a wait ends when the time is over`() throws {
        let wake = try Wake()
        let clock = ContinuousClock()
        let waited = clock.measure { #expect(!wake.wait(timeout: .milliseconds(10))) }
        #expect(waited >= .milliseconds(10))
    }

    @Test func `another thread's signal ends the wait`() throws {
        let there = try Wake()
        let back = try Wake()
        let thread = try Host.Thread(name: "echo") {
            for _ in 0..<1000 {
                guard there.wait(timeout: .seconds(5)) else { return }
                back.signal()
            }
        }
        for _ in 0..<1000 {
            there.signal()
            #expect(back.wait(timeout: .seconds(5)))
        }
        thread.join()
    }

    @Test(.enabled(if: countsAllocations)) func `ringing and waiting allocate nothing`() throws {
        let wake = try Wake()
        let made = allocations {
            wake.signal()
            _ = wake.wait(timeout: .zero)
            _ = wake.wait(timeout: .microseconds(1))
            _ = wake.drain()
        }
        #expect(made == 0)
    }
}
