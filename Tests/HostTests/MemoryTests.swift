import Glibc
import Host
import TestSupport
import Testing

@Suite struct MemoryTests {
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
