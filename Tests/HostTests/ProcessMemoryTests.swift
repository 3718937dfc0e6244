import Host
import TestSupport
import Testing

@Suite struct ProcessMemoryTests {
    @Test func `memory that is touched counts`() throws {
        let memory = try ProcessMemory()
        let before = try memory.residentBytes()
        let bytes = [UInt8](repeating: 1, count: 64 << 20)
        let after = try memory.residentBytes()
        #expect(before > 1 << 20)
        #expect(after > before + 32 << 20)
        #expect(bytes.count == 64 << 20)
    }

    @Test(.enabled(if: countsAllocations)) func `asking allocates nothing`() throws {
        let memory = try ProcessMemory()
        #expect(allocations { _ = try? memory.residentBytes() } == 0)
    }
}
