import Glibc
import Host
import Synchronization
import Testing

@Suite struct ThreadTests {
    @Test func `a thread has run when it is joined`() throws {
        let ran = Atomic<Int>(0)
        let flag = Flag()
        let thread = try Host.Thread(name: "test") { flag.value.store(1, ordering: .releasing) }
        thread.join()
        #expect(flag.value.load(ordering: .acquiring) == 1)
        _ = ran
    }

    @Test func `a thread has its name`() throws {
        let name = try onThread(named: "sight-capture") {
            try FileSystem.read("/proc/self/task/\(Host.Thread.currentID)/comm", limit: 64)
        }
        #expect(String(name) == "sight-capture\n")
    }

    @Test func `all signals are blocked on it`() throws {
        let blocked = try onThread(named: "test") {
            var set = sigset_t()
            unsafe pthread_sigmask(SIG_SETMASK, nil, &set)
            return [SIGHUP, SIGTERM, SIGINT, SIGUSR1].map { unsafe sigismember(&set, $0) }
        }
        #expect(blocked == [1, 1, 1, 1])
    }

    @Test func `the starter's signals stay as they were`() throws {
        var before = sigset_t()
        var after = sigset_t()
        unsafe pthread_sigmask(SIG_SETMASK, nil, &before)
        try Host.Thread(name: "test") {}.join()
        unsafe pthread_sigmask(SIG_SETMASK, nil, &after)
        for number in 1...31 as ClosedRange<Int32> {
            #expect(unsafe sigismember(&before, number) == sigismember(&after, number))
        }
    }

    @Test func `realtime priority is given, or its refusal is told`() throws {
        let policy = Flag()
        let gate = try Wake()
        let thread = try Host.Thread(name: "test", options: .init(realtimePriority: 10)) {
            // Priority is set from outside; look only after that.
            _ = gate.wait(timeout: .seconds(5))
            policy.value.store(Int(sched_getscheduler(0)), ordering: .releasing)
        }
        let warnings = thread.warnings
        gate.signal()
        thread.join()
        let isFIFO = policy.value.load(ordering: .acquiring) == Int(SCHED_FIFO)
        #expect(isFIFO == warnings.isEmpty)
        #expect(warnings.isEmpty || warnings == [.realtimeRefused(priority: 10, .notPermitted)])
    }

    @Test func `what no machine can give is a warning, and the thread runs`() throws {
        let flag = Flag()
        let gate = try Wake()
        let options = Host.Thread.Options(realtimePriority: 1000, processor: 1000)
        let thread = try Host.Thread(name: "test", options: options) {
            _ = gate.wait(timeout: .seconds(5))
            flag.value.store(1, ordering: .releasing)
        }
        #expect(
            thread.warnings == [
                .realtimeRefused(priority: 1000, .invalid), .processorRefused(1000, .invalid),
            ])
        for warning in thread.warnings { #expect(warning.description.contains("EINVAL")) }
        gate.signal()
        thread.join()
        #expect(flag.value.load(ordering: .acquiring) == 1)
    }

    @Test func `a stack that is too small is an error`() {
        #expect(throws: HostError.call("pthread_create", on: "thread test", .invalid)) {
            try Host.Thread(name: "test", options: .init(stackBytes: 1)) {}.join()
        }
    }

    @Test func `a name of 16 bytes traps`() async {
        await #expect(processExitsWith: .failure) {
            try Host.Thread(name: "sixteen bytes !!") {}.join()
        }
    }

    /// What `body` returns on a thread of its own.
    private func onThread<Result: Sendable>(
        named name: String, _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
        let box = Box<Result>()
        let thread = try Host.Thread(name: name) {
            let result = Swift.Result { try body() }
            box.value.withLock { $0 = result }
        }
        thread.join()
        return try #require(box.value.withLock { $0 }).get()
    }
}

/// A number that two threads share.
final class Flag: Sendable {
    let value = Atomic<Int>(0)
}

private final class Box<Value: Sendable>: Sendable {
    let value = Guarded<Result<Value, any Error>?>(nil)
}
