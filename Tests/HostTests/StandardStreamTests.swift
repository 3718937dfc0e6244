import Glibc
import Host
import Testing

@Suite struct StandardStreamTests {
    @Test func `more than a pipe holds is written as far as it goes, and the refusal is told`() {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let reader = FileDescriptor(owning: ends[0])
        let writer = FileDescriptor(owning: ends[1])
        #expect(fcntl(writer.raw, F_SETFL, O_NONBLOCK) == 0)
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        #expect(StandardStream.write([1].span, to: writer.raw) == nil)
        #expect(StandardStream.write(bytes.span, to: writer.raw) == .wouldBlock)
        _ = reader.raw
    }

    @Test func `a full device is a refusal`() {
        let full = FileDescriptorTests.open("/dev/full")
        #expect(StandardStream.write([1].span, to: full.raw) == .noSpace)
    }
}
