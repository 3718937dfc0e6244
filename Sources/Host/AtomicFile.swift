internal import CLinux
internal import Glibc
internal import Synchronization

/// A file that appears complete or not at all, whatever happens meanwhile.
///
/// Written under a temporary name in the same folder, synced, renamed over the old one; the folder
/// is synced last. Let go of before `commit`, or refused on the way, it leaves no trace.
///
///     var file = try AtomicFile(path: "model.safetensors")
///     try file.write(header.span)
///     try file.commit()
///
/// A symbolic link at `path` is itself replaced.
public struct AtomicFile: ~Copyable, Sendable {
    private static let counter = Atomic<UInt64>(0)
    private let descriptor: FileDescriptor
    private let path: String
    private let temporary: String
    private var finished = false

    /// Makes the temporary file.
    ///
    /// - Parameters:
    ///   - path: Where the file shall appear.
    ///   - mode: The new file's permission bits, less the umask.
    /// - Throws: `.call` for a folder that is missing or may not be written.
    public init(path: String, mode: UInt32 = 0o644) throws(HostError) {
        let folder = FileSystem.folder(of: path)
        let number = Self.counter.add(1, ordering: .relaxed).oldValue
        let temporary = "\(folder)/.sight-\(getpid())-\(number).tmp"
        // What a killed process with our number left behind is nobody's now.
        _ = clinux_unlink(temporary.utf8.span)
        descriptor = FileDescriptor(
            owning: try SystemCall.check(
                clinux_open(temporary.utf8.span, CLINUX_CREATE, mode), "create", on: path))
        self.path = path
        self.temporary = temporary
    }

    deinit {
        if !finished { _ = clinux_unlink(temporary.utf8.span) }
    }

    /// Appends bytes.
    public mutating func write(_ bytes: Span<UInt8>) throws(HostError) {
        var start = 0
        while start < bytes.count {
            let result = clinux_write(descriptor.raw, bytes.extracting(start..<bytes.count))
            start += Int(try SystemCall.check(result, "write", on: path))
        }
    }

    /// Makes the file appear at its path, complete and on the disk.
    public consuming func commit() throws(HostError) {
        try SystemCall.check(clinux_sync(descriptor.raw), "fsync", on: path)
        try SystemCall.check(
            clinux_rename(temporary.utf8.span, path.utf8.span), "rename", on: path)
        finished = true
        let folder = FileSystem.folder(of: path)
        let opened = FileDescriptor(
            owning: try SystemCall.check(
                clinux_open(folder.utf8.span, CLINUX_DIRECTORY, 0), "open", on: folder))
        try SystemCall.check(clinux_sync(opened.raw), "fsync", on: folder)
    }

    /// Writes a whole file at once.
    public static func write(
        _ bytes: Span<UInt8>, to path: String, mode: UInt32 = 0o644
    ) throws(HostError) {
        var file = try AtomicFile(path: path, mode: mode)
        try file.write(bytes)
        try file.commit()
    }
}
