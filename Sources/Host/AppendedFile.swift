internal import CLinux
internal import Glibc

/// A regular file that only grows at its end, by one process at a time.
///
/// What is written is there for whoever reads the file, also after this process is killed; `sync`
/// is for the loss of power.
public struct AppendedFile: ~Copyable, Sendable {
    private let descriptor: FileDescriptor
    private let path: String

    /// Opens the file, or makes an empty one.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - mode: A new file's permission bits, less the umask.
    /// - Throws: `.fileInUse` while another process has it open so, `.notAFile`, `.call`.
    public init(path: String, mode: UInt32 = 0o644) throws(HostError) {
        let opened = FileDescriptor(
            owning: try SystemCall.check(
                clinux_open(path.utf8.span, CLINUX_APPEND, mode), "open", on: path))
        try Self.claim(opened, path)
        descriptor = opened
        self.path = path
    }

    /// Makes sure that it is a file, and nobody else's.
    private static func claim(
        _ descriptor: borrowing FileDescriptor, _ path: String
    ) throws(HostError) {
        let status = clinux_status_of(descriptor.raw)
        try SystemCall.check(status.result, "fstat", on: path)
        guard status.kind == S_IFREG else { throw HostError.notAFile(path: path) }
        let lock = clinux_lock_if_free(descriptor.raw)
        if lock == -EWOULDBLOCK { throw HostError.fileInUse(path: path) }
        try SystemCall.check(lock, "flock", on: path)
    }

    /// The file's length in bytes.
    public func size() throws(HostError) -> UInt64 {
        let status = clinux_status_of(descriptor.raw)
        try SystemCall.check(status.result, "fstat", on: path)
        return status.size
    }

    /// Reads bytes from a place on; fewer than asked for only at the file's end.
    public func read(at offset: UInt64, count: Int) throws(HostError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            var span = bytes.mutableSpan
            var rest = span._mutatingExtracting(done..<count)
            let result = clinux_read_at(descriptor.raw, &rest, offset + UInt64(done))
            let read = Int(try SystemCall.check(result, "read", on: path))
            if read == 0 { break }
            done += read
        }
        return Array(bytes.prefix(done))
    }

    /// Writes numbers at the end, in this processor's byte order.
    ///
    /// - Throws: `.call`; a part of the bytes may then be there.
    public func append<Number: FixedWidthInteger & BitwiseCopyable>(
        _ numbers: Span<Number>
    ) throws(HostError) {
        // An integer has no padding: all of its memory is bytes.
        let bytes = unsafe numbers.bytes._unsafeView(as: UInt8.self)
        var start = 0
        while start < bytes.count {
            let result = clinux_write(descriptor.raw, bytes.extracting(start..<bytes.count))
            start += Int(try SystemCall.check(result, "write", on: path))
        }
    }

    /// Takes away what is beyond a length.
    public func truncate(to size: UInt64) throws(HostError) {
        try SystemCall.check(clinux_truncate(descriptor.raw, size), "ftruncate", on: path)
    }

    /// Returns when everything is on the disk.
    public func sync() throws(HostError) {
        try SystemCall.check(clinux_sync(descriptor.raw), "fsync", on: path)
    }
}
