import Glibc
import Host
import Testing

@Suite struct FileDescriptorTests {
    static func open(_ path: String, _ flags: Int32 = O_RDWR) -> FileDescriptor {
        FileDescriptor(owning: unsafe Glibc.open(path, flags | O_CLOEXEC))
    }

    static func isOpen(_ raw: Int32) -> Bool { fcntl(raw, F_GETFD) >= 0 }

    @Test func `taking a descriptor leaves it open`() {
        let raw = Self.open("/dev/null").take()
        #expect(Self.isOpen(raw))
        #expect(Glibc.close(raw) == 0)
    }

    @Test func `one that is let go of is closed`() async {
        // In a process of its own: elsewhere another test may get the same number meanwhile.
        await #expect(processExitsWith: .exitCode(7)) {
            var raw: Int32 = -1
            do {
                let descriptor = Self.open("/dev/null")
                raw = descriptor.raw
                guard Self.isOpen(raw) else { exit(1) }
            }
            exit(Self.isOpen(raw) ? 1 : 7)
        }
    }

    @Test func `one that somebody else closed traps`() async {
        await #expect(processExitsWith: .failure) {
            let descriptor = Self.open("/dev/null")
            Glibc.close(descriptor.raw)
        }
    }

    @Test func `bytes go through a pipe`() throws {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let reader = FileDescriptor(owning: ends[0])
        let writer = FileDescriptor(owning: ends[1])
        let before = try reader.wait(for: .readable, timeout: .zero)
        let room = try writer.wait(for: .writable, timeout: nil)
        let written = try writer.write([1, 2, 3].span)
        let after = try reader.wait(for: .readable, timeout: .seconds(1))
        #expect(!before && room && written == 3 && after)
        var bytes = [UInt8](repeating: 0, count: 8)
        var span = bytes.mutableSpan
        let count = try reader.read(into: &span)
        #expect(count == 3)
        try writer.close()
        span = bytes.mutableSpan
        let end = try reader.read(into: &span)
        #expect(end == 0)
        #expect(bytes[..<3] == [1, 2, 3])
    }

    @Test func `waiting ends when the time is over, and not before`() throws {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let reader = FileDescriptor(owning: ends[0])
        let writer = FileDescriptor(owning: ends[1])
        let clock = ContinuousClock()
        let start = clock.now
        let ready = try reader.wait(for: .readable, timeout: .milliseconds(20))
        #expect(!ready)
        #expect(clock.now - start >= .milliseconds(20))
        _ = writer.raw
    }

    @Test func `a full device refuses the write`() throws {
        let full = Self.open("/dev/full")
        #expect(throws: HostError.call("write", on: "", .noSpace)) {
            _ = try full.write([1].span)
        }
    }
}
