internal import CLinux
internal import Glibc

/// Small questions to the file system; each says the path when it is refused.
public enum FileSystem {
    /// What stands at a path.
    public struct Status: Sendable, Equatable {
        /// A file, a folder, or something else.
        public enum Kind: Sendable { case file, folder, socket, other }
        /// What it is.
        public let kind: Kind
        /// The length in bytes.
        public let size: UInt64
        /// When its content last changed, in nanoseconds since 1970.
        public let modifiedNanoseconds: Int64
        /// The permission bits.
        public let mode: UInt32

        init(_ raw: clinux_status) {
            kind =
                switch raw.kind {
                    case S_IFREG: .file
                    case S_IFDIR: .folder
                    case S_IFSOCK: .socket
                    default: .other
                }
            size = raw.size
            modifiedNanoseconds = raw.modified_ns
            mode = raw.mode
        }
    }

    /// What stands at `path`, through symbolic links; `nil` when nothing does.
    public static func status(of path: String) throws(HostError) -> Status? {
        let raw = clinux_status_at(path.utf8.span, true)
        switch SystemCall.refusal(raw.result) {
            case .notFound, .notFolder: return nil
            default: try SystemCall.check(raw.result, "stat", on: path)
        }
        return Status(raw)
    }

    /// Whether nothing stands at `path`; false where that cannot be told.
    public static func isMissing(_ path: String) -> Bool {
        do throws(HostError) {
            return try status(of: path) == nil
        } catch {
            return false
        }
    }

    /// Reads a whole regular file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: The most bytes it may have.
    /// - Returns: Its bytes.
    /// - Throws: `.fileTooLarge`, `.notAFile`, `.call`.
    public static func read(_ path: String, limit: Int) throws(HostError) -> [UInt8] {
        let file = try open(path)
        let status = clinux_status_of(file.raw)
        try SystemCall.check(status.result, "fstat", on: path)
        guard status.kind == S_IFREG else { throw HostError.notAFile(path: path) }
        let tooLarge = HostError.fileTooLarge(
            path: path, size: status.size, limit: UInt64(max(0, limit)))
        if status.size > UInt64(max(0, limit)) { throw tooLarge }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.size) + 1)
        // To the end rather than to the size: /proc says 0, and a file may grow meanwhile.
        var chunk = [UInt8](repeating: 0, count: max(4096, min(1 << 20, Int(status.size))))
        while true {
            var span = chunk.mutableSpan
            let count = Int(try SystemCall.check(clinux_read(file.raw, &span), "read", on: path))
            if count == 0 { return bytes }
            if bytes.count + count > limit { throw tooLarge }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// The names in a folder, sorted by their bytes, without `.` and `..`.
    public static func list(_ path: String) throws(HostError) -> [String] {
        var names = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var span = names.mutableSpan
            let needed = clinux_list(path.utf8.span, &span)
            try SystemCall.check(needed, "opendir", on: path)
            if needed <= names.count {
                return names[..<Int(needed)].split(separator: 0)
                    .map { String(decoding: $0, as: UTF8.self) }
                    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
            // Some room to spare, as others may add names meanwhile.
            names = [UInt8](repeating: 0, count: Int(needed) * 2)
        }
    }

    /// Makes a folder and those above it; one that exists already is fine.
    public static func makeFolder(_ path: String, mode: UInt32 = 0o755) throws(HostError) {
        let result = clinux_make_folder(path.utf8.span, mode)
        switch SystemCall.refusal(result) {
            case .exists:
                let kind = try status(of: path)?.kind
                guard kind == .folder else { throw .notAFolder(path: path) }
            case .notFound where folder(of: path) != path:
                try makeFolder(folder(of: path), mode: mode)
                try SystemCall.check(
                    clinux_make_folder(path.utf8.span, mode), "mkdir", on: path)
            default: try SystemCall.check(result, "mkdir", on: path)
        }
    }

    /// Removes a file; one that is not there is fine.
    public static func removeFile(_ path: String) throws(HostError) {
        let result = clinux_unlink(path.utf8.span)
        if SystemCall.refusal(result) != .notFound {
            try SystemCall.check(result, "unlink", on: path)
        }
    }

    /// Removes an empty folder; one that is not there is fine.
    public static func removeFolder(_ path: String) throws(HostError) {
        let result = clinux_remove_folder(path.utf8.span)
        if SystemCall.refusal(result) != .notFound {
            try SystemCall.check(result, "rmdir", on: path)
        }
    }

    /// The bytes that may still be written, without privileges, to the disk that holds `path`.
    public static func freeSpace(at path: String) throws(HostError) -> UInt64 {
        UInt64(try SystemCall.check(clinux_free_space(path.utf8.span), "statvfs", on: path))
    }

    /// The folder that a path's last name stands in.
    public static func folder(of path: String) -> String {
        var rest = Substring(path)
        while rest.count > 1, rest.hasSuffix("/") { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else { return "." }
        return slash == rest.startIndex ? "/" : String(rest[..<slash])
    }

    /// A path's last name.
    public static func name(of path: String) -> String {
        var rest = Substring(path)
        while rest.count > 1, rest.hasSuffix("/") { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/"), rest != "/" else { return String(rest) }
        return String(rest[rest.index(after: slash)...])
    }

    static func open(_ path: String) throws(HostError) -> FileDescriptor {
        FileDescriptor(
            owning: try SystemCall.check(
                clinux_open(path.utf8.span, CLINUX_READ, 0), "open", on: path))
    }
}
