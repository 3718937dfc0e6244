import Glibc
import Testing

@testable import Host

@Suite struct SystemCallTests {
    @Test func `what is not negative is the result`() throws {
        #expect(try SystemCall.check(Int32(7), "open") == 7)
        #expect(try SystemCall.check(Int64(0), "read") == 0)
    }

    @Test func `what is negative is the error's number`() {
        #expect(throws: HostError.call("open", on: "/x", .notFound)) {
            try SystemCall.check(-ENOENT, "open", on: "/x")
        }
        #expect(SystemCall.refusal(Int64(-11)) == .wouldBlock)
        #expect(SystemCall.refusal(Int64(0)) == nil)
    }

    @Test func `a call that only a wrong program can make fail traps`() async {
        await #expect(processExitsWith: .failure) { SystemCall.expect(-EBADF, "read") }
    }
}
