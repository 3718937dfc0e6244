import Glibc
import Host
import Testing

@Suite struct AtomicFileTests {
    let folder = TemporaryFolder()

    @Test func `the file appears on commit, complete`() throws {
        try AtomicFile.write([0].span, to: folder("f"))
        var file = try AtomicFile(path: folder("f"))
        try file.write([1, 2].span)
        try file.write([3].span)
        #expect(try FileSystem.read(folder("f"), limit: 9) == [0])
        try file.commit()
        #expect(try FileSystem.read(folder("f"), limit: 9) == [1, 2, 3])
        #expect(try FileSystem.list(folder.path) == ["f"])
    }

    @Test func `let go of before commit it leaves no trace`() throws {
        do {
            var file = try AtomicFile(path: folder("f"))
            try file.write([1].span)
            #expect(try FileSystem.list(folder.path).count == 1)
        }
        #expect(try FileSystem.list(folder.path) == [])
    }

    @Test func `a target that cannot be replaced leaves no trace`() throws {
        try FileSystem.makeFolder(folder("sub"))
        #expect(throws: HostError.call("rename", on: folder("sub"), Errno(code: EISDIR))) {
            try AtomicFile.write([1].span, to: folder("sub"))
        }
        #expect(try FileSystem.list(folder.path) == ["sub"])
    }

    @Test func `a missing folder is told with the file's path`() {
        #expect(throws: HostError.call("create", on: folder("none/f"), .notFound)) {
            try AtomicFile.write([1].span, to: folder("none/f"))
        }
    }

    @Test func `a folder that may not be written is told`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            unsafe chmod(folder, 0o555)
            dropPrivileges()
            let refusal = error { try AtomicFile.write([1].span, to: "\(folder)/f") }
            exit(refusal == .call("create", on: "\(folder)/f", .accessDenied) ? 7 : 1)
        }
    }

    @Test(.enabled(if: getuid() == 0, "needs root, to mount a small disk"))
    func `a full disk leaves the old file and no trace`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            exit(try Self.fullDisk(in: folder))
        }
    }

    static func fullDisk(in folder: String) throws -> Int32 {
        guard coverWithSmallDisk(folder, bytes: 1 << 16) else { return 7 }
        try AtomicFile.write([1].span, to: "\(folder)/f")
        let bytes = [UInt8](repeating: 2, count: 1 << 20)
        let refusal = error { try AtomicFile.write(bytes.span, to: "\(folder)/f") }
        guard refusal == .call("write", on: "\(folder)/f", .noSpace) else { return 1 }
        guard try FileSystem.list(folder) == ["f"] else { return 2 }
        return try FileSystem.read("\(folder)/f", limit: 9) == [1] ? 7 : 3
    }

    @Test func `a file beyond the process's limit is told`() async {
        await #expect(processExitsWith: .exitCode(7)) { [folder = folder.path as String] in
            exit(try Self.fileBeyondLimit(in: folder))
        }
    }

    static func fileBeyondLimit(in folder: String) throws -> Int32 {
        signal(SIGXFSZ, SIG_IGN)
        var small = rlimit(rlim_cur: 4096, rlim_max: 4096)
        precondition(unsafe setrlimit(__rlimit_resource_t(1), &small) == 0)
        let bytes = [UInt8](repeating: 1, count: 8192)
        let refusal = error { try AtomicFile.write(bytes.span, to: "\(folder)/f") }
        guard refusal == .call("write", on: "\(folder)/f", .fileTooLarge) else { return 1 }
        return try FileSystem.list(folder) == [] ? 7 : 2
    }

    @Test func `the new file has its mode`() throws {
        try AtomicFile.write([1].span, to: folder("f"), mode: 0o600)
        #expect(try FileSystem.status(of: folder("f"))?.mode == 0o600)
    }
}
