internal import CLinux
internal import Glibc

/// A regular file's bytes, read straight from the kernel's cache.
///
/// - Important: Who makes the file shorter while it is mapped kills this process by a bus error;
///   files that are replaced by renaming (`AtomicFile`) never do that.
@safe public struct MappedFile: ~Copyable, @unchecked Sendable {
    // @unchecked: the mapping is read-only and lives as long as its one owner.
    private let memory: UnsafeRawBufferPointer

    /// Maps a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: The most bytes it may have.
    /// - Throws: `.fileTooLarge`, `.notAFile`, `.call`.
    public init(path: String, limit: UInt64) throws(HostError) {
        let file = try FileSystem.open(path)
        let status = clinux_status_of(file.raw)
        try SystemCall.check(status.result, "fstat", on: path)
        guard status.kind == S_IFREG else { throw HostError.notAFile(path: path) }
        guard status.size <= limit else {
            throw HostError.fileTooLarge(path: path, size: status.size, limit: limit)
        }
        guard status.size > 0 else {
            unsafe memory = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let size = Int(status.size)
        let start = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, file.raw, 0)
        let code = errno
        guard unsafe start != MAP_FAILED else {
            throw HostError.call("mmap", on: path, Errno(code: code))
        }
        unsafe memory = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
        if unsafe memory.count > 0 {
            unsafe munmap(UnsafeMutableRawPointer(mutating: memory.baseAddress), memory.count)
        }
    }

    /// The file's length in bytes.
    public var count: Int { unsafe memory.count }

    /// Some of the file's bytes.
    @_lifetime(borrow self)
    public func bytes(_ range: Range<Int>) -> Span<UInt8> { numbers(UInt8.self, range) }

    /// Some of the file's bytes as numbers of this processor's byte order.
    ///
    /// - Parameters:
    ///   - type: What the numbers are.
    ///   - range: The bytes; begins where such a number may lie, and holds whole numbers.
    /// - Returns: The numbers, in the mapping itself.
    @_lifetime(borrow self)
    public func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, _ range: Range<Int>
    ) -> Span<Number> {
        precondition(
            range.lowerBound % MemoryLayout<Number>.alignment == 0
                && range.count % MemoryLayout<Number>.size == 0,
            "numbers lie whole and aligned")
        // Any bits are a number, and the mapping lives as long as its owner.
        let span = unsafe bytes.extracting(range)._unsafeView(as: Number.self)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// The file's bytes.
    public var bytes: RawSpan {
        @_lifetime(borrow self) get {
            let span = unsafe RawSpan(_unsafeBytes: memory)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
