import Glibc
import Host
import Testing

@Suite struct ErrnoTests {
    @Test(arguments: [
        (ENOENT, "No such file or directory (ENOENT)"),
        (ENOSPC, "No space left on device (ENOSPC)"),
        (ECONNREFUSED, "Connection refused (ECONNREFUSED)"),
    ])
    func `an error has its sentence and its name`(code: Int32, description: String) {
        #expect(Errno(code: code).description == description)
    }

    @Test func `a number that no error has is said as it is`() {
        #expect(Errno(code: 9999).description == "unknown error (errno 9999)")
    }
}
