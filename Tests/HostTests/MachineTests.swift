import Glibc
import Host
import Testing

@Suite struct MachineTests {
    @Test func `at least one processor may be used`() throws {
        let allowed = try Machine.allowedProcessors()
        #expect(allowed >= 1 && allowed <= Int(sysconf(Int32(_SC_NPROCESSORS_CONF))))
    }

    @Test func `a boot has 32 digits`() throws {
        let id = try Machine.bootID()
        #expect(id.count == 32)
        #expect(try Machine.bootID() == id)
    }
}
