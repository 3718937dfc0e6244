internal import CLinux
internal import Glibc

/// A Unix stream socket that other programs of this machine connect to.
///
/// One that we made is unlinked when it is let go of, if it is still ours; one that the service
/// manager handed over stays.
public struct LocalListener: ~Copyable, Sendable {
    private let descriptor: FileDescriptor
    /// The socket's file.
    public let path: String
    /// The file we made, to tell it from one that replaced it; `nil` when it is not ours.
    private let made: FileIdentity?

    struct FileIdentity: Equatable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    private init(descriptor: consuming FileDescriptor, path: String, made: FileIdentity?) {
        self.descriptor = descriptor
        self.path = path
        self.made = made
    }

    deinit {
        // Only what is still ours: another program may have put its own socket here since.
        if let made, Self.identity(at: path) == made { _ = clinux_unlink(path.utf8.span) }
    }

    /// The descriptor to watch in an event loop: readable when someone connects.
    public var raw: Int32 { descriptor.raw }

    /// Listens at `path`, and replaces a socket there that nobody listens on any more.
    ///
    /// - Parameters:
    ///   - path: The socket's file, at most 107 bytes.
    ///   - mode: Who may connect, whatever the umask.
    ///   - backlog: How many may wait to be accepted.
    /// - Returns: The socket, which already listens.
    /// - Throws: `.socketInUse` when a program listens there, `.notASocket` when something else
    ///   stands there, `.socketPathTooLong`, `.call`.
    public static func bind(
        to path: String, mode: UInt32 = 0o660, backlog: Int = 64
    ) throws(HostError) -> LocalListener {
        try checkLength(of: path)
        let folder = try lockFolder(of: path)
        let socket = FileDescriptor(
            owning: try SystemCall.check(clinux_local_socket(mode), "socket", on: path))
        var result = clinux_local_bind(socket.raw, path.utf8.span)
        if SystemCall.refusal(result)?.code == EADDRINUSE {
            try removeStale(path)
            result = clinux_local_bind(socket.raw, path.utf8.span)
        }
        try SystemCall.check(result, "bind", on: path)
        let listener = LocalListener(descriptor: socket, path: path, made: identity(at: path))
        try SystemCall.check(clinux_change_mode(path.utf8.span, mode), "chmod", on: path)
        try SystemCall.check(
            clinux_local_listen(listener.raw, Int32(clamping: backlog)), "listen", on: path)
        try folder.close(of: path)
        return listener
    }

    /// Takes the next waiting connection, or `nil` when nobody waits (any more).
    ///
    /// - Throws: `.call` when the process or the machine has no descriptor left; the connection
    ///   keeps waiting, so close one first.
    public func accept() throws(HostError) -> LocalConnection? {
        let result = clinux_local_accept(descriptor.raw)
        switch SystemCall.refusal(result)?.code {
            // The peer went away while it waited.
            case EAGAIN, ECONNABORTED: return nil
            default: break
        }
        let descriptor = FileDescriptor(owning: try SystemCall.check(result, "accept", on: path))
        return try LocalConnection(owning: descriptor)
    }

    static func checkLength(of path: String) throws(HostError) {
        if path.utf8.count > clinux_local_path_limit {
            throw HostError.socketPathTooLong(path: path, limit: clinux_local_path_limit)
        }
    }

    /// Two programs that both find a stale socket must not replace each other's new one: who holds
    /// the folder looks, removes and binds before the next may look.
    private static func lockFolder(of path: String) throws(HostError) -> FileDescriptor {
        let folder = FileSystem.folder(of: path)
        let descriptor = FileDescriptor(
            owning: try SystemCall.check(
                clinux_open(folder.utf8.span, CLINUX_DIRECTORY, 0), "open", on: folder))
        try SystemCall.check(clinux_lock_exclusively(descriptor.raw), "flock", on: folder)
        return descriptor
    }

    private static func removeStale(_ path: String) throws(HostError) {
        let status = clinux_status_at(path.utf8.span, false)
        if SystemCall.refusal(status.result) == .notFound { return }
        try SystemCall.check(status.result, "lstat", on: path)
        guard status.kind == S_IFSOCK else { throw HostError.notASocket(path: path) }
        let result = clinux_local_connect(path.utf8.span, 1)
        guard let refusal = SystemCall.refusal(result) else {
            _ = FileDescriptor(owning: result)
            throw HostError.socketInUse(path: path)
        }
        // EAGAIN: its queue is full, so somebody holds it.
        if refusal == .wouldBlock { throw HostError.socketInUse(path: path) }
        guard refusal == .refused else { throw HostError.call("connect", on: path, refusal) }
        try SystemCall.check(clinux_unlink(path.utf8.span), "unlink", on: path)
    }

    private static func identity(at path: String) -> FileIdentity? {
        let status = clinux_status_at(path.utf8.span, false)
        guard status.result == 0 else { return nil }
        return FileIdentity(device: status.device, inode: status.inode)
    }
}

extension LocalListener {
    /// Takes over the socket that the service manager made for us, or `nil` when it made none.
    ///
    /// Once a process: the environment variables that name it are removed.
    ///
    /// - Throws: `.wrongActivation` when what was handed over is not one listening Unix stream.
    public static func fromServiceManager() throws(HostError) -> LocalListener? {
        try fromServiceManager(first: Activation.firstDescriptor)
    }

    /// The same with the number of the first descriptor, which a test cannot choose.
    static func fromServiceManager(first: Int32) throws(HostError) -> LocalListener? {
        let count = Activation.takeDescriptors()
        if let errno = SystemCall.refusal(count) {
            throw HostError.wrongActivation("\(errno)")
        }
        if count == 0 { return nil }
        guard count == 1 else {
            throw HostError.wrongActivation("\(count) sockets were handed over instead of one")
        }
        return try adopt(FileDescriptor(owning: first))
    }

    /// Takes over a listening socket that somebody else made, and never unlinks it.
    public static func adopt(
        _ descriptor: consuming FileDescriptor
    ) throws(HostError) -> LocalListener {
        guard Activation.isLocalListener(descriptor.raw) else {
            throw HostError.wrongActivation(
                "descriptor \(descriptor.raw) is no listening Unix stream socket")
        }
        var bytes = [UInt8](repeating: 0, count: clinux_local_path_limit)
        var span = bytes.mutableSpan
        let count = clinux_local_name(descriptor.raw, &span)
        try SystemCall.check(count, "getsockname")
        try SystemCall.check(clinux_set_nonblocking(descriptor.raw), "fcntl")
        let path = String(decoding: bytes[..<Int(count)], as: UTF8.self)
        return LocalListener(descriptor: descriptor, path: path, made: nil)
    }
}
