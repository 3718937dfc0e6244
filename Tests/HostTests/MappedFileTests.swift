import Glibc
import Host
import Testing

@Suite struct MappedFileTests {
    let folder = TemporaryFolder()

    @Test func `a file's bytes are seen as they are`() throws {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 11) }
        try AtomicFile.write(bytes.span, to: folder("f"))
        let file = try MappedFile(path: folder("f"), limit: 10_000)
        let count = file.count
        let span = file.bytes
        var seen: [UInt8] = []
        for offset in 0..<count { seen.append(span.unsafeLoadByte(at: offset)) }
        #expect(seen == bytes)
    }

    @Test func `an empty file has no bytes`() throws {
        let none: [UInt8] = []
        try AtomicFile.write(none.span, to: folder("f"))
        let file = try MappedFile(path: folder("f"), limit: 10)
        let isEmpty = file.bytes.isEmpty
        let count = file.count
        #expect(count == 0 && isEmpty)
    }

    @Test func `a replaced file stays readable`() throws {
        try AtomicFile.write([1, 1].span, to: folder("f"))
        let file = try MappedFile(path: folder("f"), limit: 10)
        try AtomicFile.write([2, 2].span, to: folder("f"))
        let first = file.bytes.unsafeLoadByte(at: 0)
        #expect(first == 1)
    }

    @Test func `what cannot be mapped is told`() throws {
        try AtomicFile.write([1, 2].span, to: folder("f"))
        #expect(throws: HostError.fileTooLarge(path: folder("f"), size: 2, limit: 1)) {
            _ = try MappedFile(path: folder("f"), limit: 1)
        }
        #expect(throws: HostError.notAFile(path: folder.path)) {
            _ = try MappedFile(path: folder.path, limit: 1)
        }
        #expect(throws: HostError.call("open", on: folder("x"), .notFound)) {
            _ = try MappedFile(path: folder("x"), limit: 1)
        }
    }

    @Test func `a part is read as bytes and as numbers`() throws {
        try AtomicFile.write([9, 9, 1, 2, 3, 4].span, to: folder("f"))
        let file = try MappedFile(path: folder("f"), limit: 9)
        let (bytes, numbers) = (file.bytes(1..<4), file.numbers(UInt16.self, 2..<6))
        let (seen, read) = (
            bytes.indices.map { bytes[$0] }, numbers.indices.map { numbers[$0] }
        )
        #expect(seen == [9, 1, 2])
        #expect(read == [0x0201, 0x0403])
    }

    @Test func `numbers that do not lie aligned, or not whole, trap`() async {
        await #expect(processExitsWith: .failure) {
            let file = try MappedFile(path: "/proc/self/exe", limit: .max)
            _ = file.numbers(UInt16.self, 1..<3).count
        }
        await #expect(processExitsWith: .failure) {
            let file = try MappedFile(path: "/proc/self/exe", limit: .max)
            _ = file.numbers(UInt16.self, 2..<5).count
        }
    }
}

extension RawSpan {
    /// One byte; in bounds, as the callers' counts say.
    func unsafeLoadByte(at offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
