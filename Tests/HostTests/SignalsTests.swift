import Glibc
import Host
import Testing

@Suite struct SignalsTests {
    @Test func `signals are read instead of killing us`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let code = try Self.signalsArrive()
            exit(code)
        }
    }

    /// In one function without suspension, so on one thread.
    static func signalsArrive() throws -> Int32 {
        let signals = try Signals()
        guard signals.next() == nil else { return 1 }
        for signal in Signals.Signal.allCases {
            pthread_kill(pthread_self(), signal.number)
            let loop = try EventLoop()
            try loop.add(signals.raw, token: 0, interest: .read)
            guard try loop.wait(timeout: .seconds(5)).count == 1 else { return 2 }
            guard signals.next() == signal, signals.next() == nil else { return 3 }
        }
        return 7
    }

    @Test func `writing to a closed pipe is an error, not the end`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let signals = try Signals([.terminate])
            var ends: [Int32] = [0, 0]
            precondition(unsafe pipe(&ends) == 0)
            close(ends[0])
            let writer = FileDescriptor(owning: ends[1])
            do {
                _ = try writer.write([1].span)
                exit(1)
            } catch HostError.call("write", _, let errno) {
                _ = signals.raw
                exit(errno.code == EPIPE ? 7 : 2)
            }
        }
    }
}
