import Host
import Testing

@Suite struct GuardedTests {
    @Test func `no change is lost between threads that wait for each other`() throws {
        let count = Guarded(0)
        let add: @Sendable () -> Void = {
            for _ in 0..<10_000 { count.withLock { $0 += 1 } }
        }
        let first = try Host.Thread(name: "first", add)
        let second = try Host.Thread(name: "second", add)
        first.join()
        second.join()
        #expect(count.withLock { $0 } == 20_000)
    }

    @Test func `an error passes through and leaves the value free`() {
        let text = Guarded("before")
        #expect(throws: HostError.self) {
            try text.withLock { text throws(HostError) in
                text = "after"
                throw .call("nothing", on: "", Errno(code: 5))
            }
        }
        #expect(text.withLock { $0 } == "after")
    }
}
