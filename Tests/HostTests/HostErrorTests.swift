import Glibc
import Host
import Testing

@Suite struct HostErrorTests {
    @Test(arguments: [
        (
            HostError.call("open", on: "/etc/sight/x", .notFound),
            "/etc/sight/x: open: No such file or directory (ENOENT); see whether the path is right"
        ),
        (
            .call("write", on: "/m", .noSpace),
            """
            /m: write: No space left on device (ENOSPC); free space on this disk, or choose \
            another one
            """
        ),
        (.call("epoll_ctl", on: "", .invalid), "epoll_ctl: Invalid argument (EINVAL)"),
        (
            .socketInUse(path: "/run/s"),
            "/run/s: another program listens on this socket; stop it, or choose another path"
        ),
        (
            .fileTooLarge(path: "/m", size: 9, limit: 4),
            "/m: 9 bytes, but at most 4 are read; see whether it is the right file"
        ),
    ])
    func `an error says where, what and what to do`(error: HostError, description: String) {
        #expect(error.description == description)
    }

    @Test func `every kind of error is one line`() {
        let errors: [HostError] = [
            .socketPathTooLong(path: "/a", limit: 107), .notASocket(path: "/a"),
            .timedOut(path: "/a"), .notAFile(path: "/a"), .notAFolder(path: "/a"),
            .wrongActivation("2 sockets"),
            .call("mkdir", on: "/a", .accessDenied), .call("mkdir", on: "/a", .readOnly),
        ]
        for error in errors {
            #expect(!error.description.contains("\n"))
            #expect(error.description.contains("; "), "\(error) says nothing to do")
            // It may be a device.
            #expect(!error.description.contains("remove"))
        }
    }
}
