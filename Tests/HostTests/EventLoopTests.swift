import Glibc
import Host
import TestSupport
import Testing

@Suite struct EventLoopTests {
    @Test func `only what is ready is told, with its token`() throws {
        let loop = try EventLoop()
        let bells = try (0..<5).map { _ in try Wake() }
        for (token, bell) in bells.enumerated() {
            try loop.add(bell.raw, token: token - 1, interest: .read)
        }
        bells[0].signal()
        bells[3].signal()
        let events = try loop.wait(timeout: .zero)
        withExtendedLifetime(bells) {}
        #expect(Set(events.map(\.token)) == [-1, 2])
        for event in events { #expect(event.readable && !event.writable && !event.closed) }
    }

    @Test func `what was not read is told again`() throws {
        let loop = try EventLoop()
        let bell = try Wake()
        try loop.add(bell.raw, token: 1, interest: .read)
        bell.signal()
        #expect(try Self.count(loop) == 1)
        #expect(try Self.count(loop) == 1)
        bell.drain()
        #expect(try Self.count(loop) == 0)
    }

    @Test func `interest can change and end`() throws {
        let loop = try EventLoop()
        try LocalConnection.pair().split { first, second throws(HostError) in
            try loop.add(first.raw, token: 7, interest: .read)
            #expect(try Self.count(loop) == 0)
            try loop.modify(first.raw, token: 8, interest: [.read, .write])
            let event = try loop.wait(timeout: .zero)[0]
            #expect(event.token == 8 && event.writable && !event.readable)
            try loop.remove(first.raw)
            #expect(try Self.count(loop) == 0)
            _ = second.raw
        }
    }

    @Test func `a hang-up is told even to who waits for nothing`() throws {
        let loop = try EventLoop()
        try LocalConnection.pair().split { first, second throws(HostError) in
            try loop.add(first.raw, token: 1, interest: [])
            Self.drop(second)
            let event = try loop.wait(timeout: .zero)[0]
            #expect(event.closed)
        }
    }

    static func count(_ loop: borrowing EventLoop) throws(HostError) -> Int {
        try loop.wait(timeout: .zero).count
    }

    static func drop(_ connection: consuming LocalConnection) {}

    @Test func `more than the limit take turns`() throws {
        let loop = try EventLoop()
        let bells = try (0..<40).map { _ in try Wake() }
        for (token, bell) in bells.enumerated() {
            try loop.add(bell.raw, token: token, interest: .read)
            bell.signal()
        }
        var seen: Set<Int> = []
        for _ in 0..<4 { for event in try loop.wait(timeout: .zero) { seen.insert(event.token) } }
        withExtendedLifetime(bells) {}
        #expect(seen.count == 40)
    }

    @Test func `the wait is not shorter than asked`() throws {
        let loop = try EventLoop()
        let clock = ContinuousClock()
        let start = clock.now
        _ = try loop.wait(timeout: .microseconds(2500))
        #expect(clock.now - start >= .microseconds(2500))
    }

    @Test func `a regular file cannot be watched`() throws {
        let loop = try EventLoop()
        let file = FileDescriptorTests.open("/etc/passwd", O_RDONLY)
        #expect(throws: HostError.call("epoll_ctl", on: "", .notPermitted)) {
            try loop.add(file.raw, token: 0, interest: .read)
        }
    }

    @Test(.enabled(if: countsAllocations)) func `waiting allocates nothing`() throws {
        let loop = try EventLoop()
        let bell = try Wake()
        try loop.add(bell.raw, token: 1, interest: .read)
        bell.signal()
        var sum = 0
        let made = allocations {
            guard let events = try? loop.wait(timeout: .zero) else { return }
            for index in 0..<events.count { sum += events[index].token }
            for event in events { sum += event.token }
        }
        #expect(made == 0)
        #expect(sum > 0)
    }
}
