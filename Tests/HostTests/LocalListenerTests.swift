import Glibc
import Host
import Synchronization
import Testing

@Suite struct LocalListenerTests {
    let folder = TemporaryFolder()

    @Test func `a new socket has its mode, whatever the umask`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            exit(try Self.modeOfNewSocket(in: folder) == 0o660 ? 7 : 1)
        }
    }

    static func modeOfNewSocket(in folder: String) throws -> UInt32? {
        umask(0o077)
        let listener = try LocalListener.bind(to: "\(folder)/s", mode: 0o660)
        let status = try FileSystem.status(of: listener.path)
        return status?.kind == .socket ? status?.mode : nil
    }

    @Test func `it is gone when its listener is`() throws {
        do {
            let listener = try LocalListener.bind(to: folder("s"))
            #expect(try FileSystem.list(folder.path) == ["s"])
            _ = listener.raw
        }
        #expect(try FileSystem.list(folder.path) == [])
    }

    @Test func `a connection says who is there`() throws {
        let listener = try LocalListener.bind(to: folder("s"))
        let nobody = try listener.accept() == nil
        #expect(nobody)
        let client = try LocalConnection.connect(to: listener.path, timeout: .seconds(1))
        guard let server = try listener.accept() else {
            Issue.record("nobody connected")
            return
        }
        let (peer, ours) = (server.peer, client.peer)
        #expect(peer == PeerCredentials(process: getpid(), user: getuid(), group: getgid()))
        #expect(ours.process == getpid())
    }

    @Test func `a socket nobody listens on is replaced`() throws {
        Self.leaveStale(folder("s"))
        let listener = try LocalListener.bind(to: folder("s"))
        let client = try LocalConnection.connect(to: listener.path, timeout: .seconds(1))
        let server = try listener.accept()
        let met = server != nil
        #expect(met)
        _ = client.raw
    }

    /// Binds without `LocalListener`, which would remove the file.
    static func leaveStale(_ path: String) {
        let descriptor = FileDescriptor(owning: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        bindSocket(descriptor.raw, to: path)
    }

    @Test func `a socket somebody listens on is left alone`() throws {
        let first = try LocalListener.bind(to: folder("s"))
        #expect(throws: HostError.socketInUse(path: folder("s"))) {
            _ = try LocalListener.bind(to: folder("s"))
        }
        let client = try LocalConnection.connect(to: folder("s"), timeout: .seconds(1))
        _ = (first.raw, client.raw)
    }

    @Test func `one with a full queue counts as listening`() throws {
        let first = try LocalListener.bind(to: folder("s"), backlog: 0)
        let waiting = try LocalConnection.connect(to: folder("s"), timeout: .seconds(1))
        #expect(throws: HostError.socketInUse(path: folder("s"))) {
            _ = try LocalListener.bind(to: folder("s"))
        }
        _ = (first.raw, waiting.raw)
    }

    @Test func `a file or a folder in the way is left alone`() throws {
        try AtomicFile.write([1].span, to: folder("file"))
        try FileSystem.makeFolder(folder("sub"))
        for name in ["file", "sub"] {
            #expect(throws: HostError.notASocket(path: folder(name))) {
                _ = try LocalListener.bind(to: folder(name))
            }
        }
        #expect(try FileSystem.read(folder("file"), limit: 9) == [1])
    }

    @Test func `a path that does not fit is told with its limit`() throws {
        let fits = folder(String(repeating: "x", count: 107 - folder.path.utf8.count - 1))
        let listener = try LocalListener.bind(to: fits)
        #expect(throws: HostError.socketPathTooLong(path: fits + "x", limit: 107)) {
            _ = try LocalListener.bind(to: fits + "x")
        }
        #expect(throws: HostError.socketPathTooLong(path: fits + "x", limit: 107)) {
            _ = try LocalConnection.connect(to: fits + "x", timeout: .seconds(1))
        }
        _ = listener.raw
    }

    @Test func `a missing folder is told`() {
        #expect(throws: HostError.call("open", on: folder("none"), .notFound)) {
            _ = try LocalListener.bind(to: folder("none/s"))
        }
    }

    @Test func `an unwritable folder is told`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            exit(try Self.unwritableFolder(in: folder))
        }
    }

    static func unwritableFolder(in folder: String) throws -> Int32 {
        unsafe chmod(folder, 0o555)
        dropPrivileges()
        let refusal = error { _ = try LocalListener.bind(to: "\(folder)/s") }
        return refusal == .call("bind", on: "\(folder)/s", .accessDenied) ? 7 : 1
    }

    @Test func `an old listener does not remove its successor's socket`() throws {
        let path = folder("s")
        let first = try LocalListener.bind(to: path)
        try FileSystem.removeFile(path)
        let second = try LocalListener.bind(to: path)
        Self.drop(first)
        let client = try LocalConnection.connect(to: path, timeout: .seconds(1))
        _ = (second.raw, client.raw)
    }

    static func drop(_ listener: consuming LocalListener) {}

    @Test func `of two that start at once one gets the socket`() throws {
        for _ in 0..<20 {
            Self.leaveStale(folder("s"))
            let race = Race(path: folder("s"))
            let rival = try Host.Thread(name: "rival") { race.run() }
            race.run()
            rival.join()
            #expect(race.winners.value.load(ordering: .acquiring) == 1)
        }
    }

    @Test func `a thousand clients leave no descriptor behind`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            exit(try Self.thousandClients(in: folder))
        }
    }

    static func thousandClients(in folder: String) throws -> Int32 {
        let listener = try LocalListener.bind(to: "\(folder)/s")
        for _ in 0..<100 { guard try connectOnce(listener) else { return 1 } }
        let before = try openDescriptors()
        for _ in 0..<1000 { guard try connectOnce(listener) else { return 2 } }
        // The test runner opens and closes one or two of its own meanwhile.
        return try openDescriptors() < before + 10 ? 7 : 3
    }

    static func connectOnce(_ listener: borrowing LocalListener) throws -> Bool {
        let client = try LocalConnection.connect(to: listener.path, timeout: .seconds(1))
        guard let server = try listener.accept() else { return false }
        _ = client.raw
        return server.send([1].span) == .moved(1)
    }

    @Test func `without a descriptor left, accepting is an error and the client waits`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            exit(try Self.withoutDescriptors(in: folder))
        }
    }

    static func withoutDescriptors(in folder: String) throws -> Int32 {
        let listener = try LocalListener.bind(to: "\(folder)/s")
        let client = try LocalConnection.connect(to: listener.path, timeout: .seconds(1))
        limitDescriptors(to: 0)
        let refusal = error { _ = try listener.accept() }
        limitDescriptors(to: 1024)
        guard refusal == .call("accept", on: "\(folder)/s", .tooManyOpenFiles) else { return 1 }
        guard let server = try listener.accept() else { return 2 }
        return server.peer == client.peer ? 7 : 3
    }

    static func limitDescriptors(to count: UInt) {
        var limit = rlimit(rlim_cur: count, rlim_max: 1024)
        precondition(unsafe setrlimit(__rlimit_resource_t(7), &limit) == 0)
    }
}

/// Two threads that bind the same path at once.
private final class Race: Sendable {
    let path: String
    let winners = Flag()
    let arrived = Flag()

    init(path: String) { self.path = path }

    func run() {
        arrived.value.add(1, ordering: .acquiringAndReleasing)
        while arrived.value.load(ordering: .acquiring) < 2 { sched_yield() }
        let won = (try? bindAndHold()) != nil
        if !won { arrived.value.add(1, ordering: .acquiringAndReleasing) }
    }

    /// Holds the socket until the other one has tried.
    private func bindAndHold() throws {
        let listener = try LocalListener.bind(to: path)
        winners.value.add(1, ordering: .acquiringAndReleasing)
        arrived.value.add(1, ordering: .acquiringAndReleasing)
        while arrived.value.load(ordering: .acquiring) < 4 { sched_yield() }
        _ = listener.raw
    }
}
