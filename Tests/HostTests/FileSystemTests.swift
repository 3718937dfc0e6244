import Glibc
import Host
import Testing

@Suite struct FileSystemTests {
    let folder = TemporaryFolder()

    @Test func `a file is read whole`() throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try AtomicFile.write(bytes.span, to: folder("f"))
        #expect(try FileSystem.read(folder("f"), limit: 100_000) == bytes)
        #expect(try FileSystem.status(of: folder("f"))?.size == 100_000)
    }

    @Test func `a file beyond the limit is refused with both numbers`() throws {
        try AtomicFile.write([1, 2, 3].span, to: folder("f"))
        #expect(throws: HostError.fileTooLarge(path: folder("f"), size: 3, limit: 2)) {
            try FileSystem.read(folder("f"), limit: 2)
        }
    }

    @Test func `files of the kernel that claim no size are read to their end`() throws {
        #expect(try !FileSystem.read("/proc/self/status", limit: 1 << 16).isEmpty)
        #expect(throws: HostError.self) { try FileSystem.read("/proc/self/status", limit: 10) }
    }

    @Test func `what is no file is refused, without waiting`() {
        unsafe mkfifo(folder("pipe"), 0o600)
        for path in [folder("pipe"), folder.path, "/dev/zero"] {
            #expect(throws: HostError.notAFile(path: path)) {
                try FileSystem.read(path, limit: 10)
            }
        }
    }

    @Test func `a path is told when nothing is there`() throws {
        #expect(throws: HostError.call("open", on: folder("x"), .notFound)) {
            try FileSystem.read(folder("x"), limit: 10)
        }
        #expect(try FileSystem.status(of: folder("x")) == nil)
        #expect(FileSystem.isMissing(folder("x")) && !FileSystem.isMissing(folder.path))
        #expect(try FileSystem.status(of: "/etc/passwd/x") == nil)
    }

    @Test func `a path with a zero byte or without end is refused`() {
        #expect(throws: HostError.call("open", on: "/etc/passwd\0.toml", .invalid)) {
            try FileSystem.read("/etc/passwd\0.toml", limit: 10)
        }
        let long = String(repeating: "x", count: 5000)
        #expect(throws: HostError.call("open", on: long, Errno(code: ENAMETOOLONG))) {
            try FileSystem.read(long, limit: 10)
        }
        #expect(throws: HostError.call("open", on: "", .notFound)) {
            try FileSystem.read("", limit: 10)
        }
    }

    @Test func `names are listed by their bytes, however many there are`() throws {
        let names = (0..<3000).map { "a picture with a rather long name, number \($0).png" }
        for name in names { close(unsafe creat(folder(name), 0o600)) }
        #expect(try FileSystem.list(folder.path) == names.sorted())
        #expect(throws: HostError.call("opendir", on: folder("none"), .notFound)) {
            try FileSystem.list(folder("none"))
        }
    }

    @Test func `folders are made with those above them, once`() throws {
        try FileSystem.makeFolder(folder("a/b/c"))
        try FileSystem.makeFolder(folder("a/b/c"))
        #expect(try FileSystem.status(of: folder("a/b/c"))?.kind == .folder)
        try AtomicFile.write([1].span, to: folder("f"))
        for other in [folder("f"), "/dev/null"] {
            #expect(throws: HostError.notAFolder(path: other)) {
                try FileSystem.makeFolder(other)
            }
        }
        #expect(throws: HostError.call("mkdir", on: folder("f/x"), .notFolder)) {
            try FileSystem.makeFolder(folder("f/x"))
        }
    }

    @Test func `removing what is not there is fine`() throws {
        try FileSystem.removeFile(folder("none"))
        try FileSystem.removeFolder(folder("none"))
    }

    @Test func `the disk has room`() throws {
        #expect(try FileSystem.freeSpace(at: folder.path) > 0)
        #expect(throws: HostError.call("statvfs", on: folder("none"), .notFound)) {
            try FileSystem.freeSpace(at: folder("none"))
        }
    }

    @Test(arguments: [
        ("/a/b", "/a", "b"), ("b", ".", "b"), ("/b", "/", "b"), ("/a/b/", "/a", "b"),
        ("/", "/", "/"), ("a/b", "a", "b"),
    ])
    func `a path has a folder and a name`(path: String, folder: String, name: String) {
        #expect(FileSystem.folder(of: path) == folder)
        #expect(FileSystem.name(of: path) == name)
    }
}
