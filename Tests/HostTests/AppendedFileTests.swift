import Host
import Testing

@Suite struct AppendedFileTests {
    let folder = TemporaryFolder()

    @Test func `what is appended stands behind what was there`() throws {
        do {
            let file = try AppendedFile(path: folder("f"))
            #expect(try file.size() == 0)
            try file.append([UInt8(1), 2].span)
            try file.append([UInt16(0x0403)].span)
        }
        let file = try AppendedFile(path: folder("f"))
        try file.append([UInt8(5)].span)
        #expect(try FileSystem.read(folder("f"), limit: 9) == [1, 2, 3, 4, 5])
        #expect(try file.read(at: 1, count: 3) == [2, 3, 4])
        #expect(try file.read(at: 3, count: 9) == [4, 5])
    }

    @Test func `what is beyond a length is taken away, and the next follows it`() throws {
        let file = try AppendedFile(path: folder("f"))
        try file.append([UInt8(1), 2, 3].span)
        try file.truncate(to: 1)
        try file.append([UInt8(9)].span)
        try file.sync()
        #expect(try FileSystem.read(folder("f"), limit: 9) == [1, 9])
    }

    @Test func `a file that is written already is refused, and free again later`() throws {
        do {
            let file = try AppendedFile(path: folder("f"))
            #expect(throws: HostError.fileInUse(path: folder("f"))) {
                _ = try AppendedFile(path: folder("f"))
            }
            try file.append([UInt8(1)].span)
        }
        #expect(try AppendedFile(path: folder("f")).size() == 1)
    }

    @Test func `no regular file is refused`() {
        #expect(throws: HostError.notAFile(path: "/dev/null")) {
            _ = try AppendedFile(path: "/dev/null")
        }
    }
}
