import Glibc
import Host
import TestSupport
import Testing

@Suite struct MemoryTests {
    // The sanitizers have an allocator of their own.
    @Test(.enabled(if: countsAllocations)) func `large buffers are given back`() async {
        await #expect(processExitsWith: .success) {
            precondition(Memory.returnLargeBuffers())
            let memory = try ProcessMemory()
            func buffer() -> [UInt8] { [UInt8](repeating: 1, count: 16 << 20) }
            // The allocator would begin to keep buffers with the first that is freed.
            _ = buffer().count
            let before = try memory.residentBytes()
            var (large, small): ([UInt8], [[UInt8]]) = (buffer(), [])
            for _ in 0..<100 { small.append([UInt8](repeating: 1, count: 10_000)) }
            let during = try memory.residentBytes()
            precondition(during > before + 15 << 20 && small.count == 100)
            large = []
            let after = try memory.residentBytes()
            precondition(large.isEmpty && after < before + 4 << 20, "\(before) \(after)")
            withExtendedLifetime(small) {}
        }
    }

    @Test func `an allocator that has its own way stops nothing`() async {
        await #expect(processExitsWith: .success) { Memory.returnLargeBuffers() }
    }

    // The sanitizers make mlockall do nothing.
    @Test(.enabled(if: countsAllocations)) func `a refusal is a value`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            precondition(unsafe setrlimit(__rlimit_resource_t(8), &none) == 0)
            dropPrivileges()
            exit(Memory.lock() == .notPermitted ? 7 : 1)
        }
    }
}
