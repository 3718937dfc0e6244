import Glibc
import Testing

@testable import Host

@Suite struct ActivationTests {
    let folder = TemporaryFolder()

    @Test func `without a service manager there is no socket`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let listener = try LocalListener.fromServiceManager()
            exit(listener == nil ? 7 : 1)
        }
    }

    @Test func `a handed-over socket accepts, and outlives us`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            let path = "\(folder)/s"
            let made = Self.handOver(kind: SOCK_STREAM, path: path, listening: true)
            do {
                guard let listener = try LocalListener.fromServiceManager(first: made) else {
                    exit(1)
                }
                guard listener.path == path else { exit(2) }
                let client = try LocalConnection.connect(to: path, timeout: .seconds(1))
                let server = try listener.accept()
                let nobody = try listener.accept()
                _ = client.raw
                guard server != nil, nobody == nil else { exit(3) }
            }
            // Asked again there is none, and the socket's file still stands.
            let again = try LocalListener.fromServiceManager(first: made)
            let stands = try FileSystem.status(of: path)?.kind == .socket
            exit(again == nil && stands ? 7 : 4)
        }
    }

    @Test func `a datagram socket is refused`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            let made = Self.handOver(kind: SOCK_DGRAM, path: "\(folder)/s", listening: false)
            do {
                _ = try LocalListener.fromServiceManager(first: made)
                exit(1)
            } catch HostError.wrongActivation(let what) {
                exit(what == "descriptor \(made) is no listening Unix stream socket" ? 7 : 2)
            }
        }
    }

    @Test func `two sockets are refused`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            let made = Self.handOver(
                kind: SOCK_STREAM, path: "\(folder)/s", listening: true, count: 2)
            do {
                _ = try LocalListener.fromServiceManager(first: made)
                exit(1)
            } catch HostError.wrongActivation(let what) {
                exit(what == "2 sockets were handed over instead of one" ? 7 : 2)
            }
        }
    }

    /// Does what systemd does between fork and exec, but for the socket's number: 3 belongs to
    /// the test runner, which may close it at any time.
    static func handOver(
        kind: __socket_type, path: String, listening: Bool, count: Int = 1
    ) -> Int32 {
        let made = socket(AF_UNIX, Int32(kind.rawValue), 0)
        bindSocket(made, to: path)
        if listening { precondition(listen(made, 8) == 0) }
        // sd_listen_fds looks at 3 and the following ones, so they must be there.
        for number in 3...4 as ClosedRange<Int32> where fcntl(number, F_GETFD) < 0 {
            dup2(2, number)
        }
        unsafe setenv("LISTEN_PID", "\(getpid())", 1)
        unsafe setenv("LISTEN_FDS", "\(count)", 1)
        return made
    }
}
