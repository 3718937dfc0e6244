internal import CLinux
internal import Glibc

/// One stream between two programs of this machine; sending and receiving never wait.
///
/// The corresponding C functions are `send` and `recv` on an `AF_UNIX` stream socket.
public struct LocalConnection: ~Copyable, Sendable {
    private let descriptor: FileDescriptor
    /// Who is on the other side.
    public let peer: PeerCredentials

    /// Takes charge of a connected socket.
    public init(owning descriptor: consuming FileDescriptor) throws(HostError) {
        let peer = clinux_local_peer(descriptor.raw)
        self.descriptor = descriptor
        try SystemCall.check(peer.result, "getsockopt(SO_PEERCRED)")
        self.peer = PeerCredentials(process: peer.process, user: peer.user, group: peer.group)
    }

    /// Connects to whoever listens at `path`.
    ///
    /// - Parameters:
    ///   - path: The socket's file.
    ///   - timeout: How long to wait while the listener's queue is full.
    /// - Returns: The connection.
    /// - Throws: `.call` when nobody listens, `.timedOut`, `.socketPathTooLong`.
    public static func connect(
        to path: String, timeout: Duration
    ) throws(HostError) -> LocalConnection {
        try LocalListener.checkLength(of: path)
        let nanoseconds = Swift.max(1, timeout.nanoseconds)
        let result = clinux_local_connect(path.utf8.span, nanoseconds)
        if SystemCall.refusal(result) == .wouldBlock { throw HostError.timedOut(path: path) }
        let descriptor = FileDescriptor(owning: try SystemCall.check(result, "connect", on: path))
        return try LocalConnection(owning: descriptor)
    }

    /// The descriptor to watch in an event loop.
    public var raw: Int32 { descriptor.raw }

    /// Sends as many of the bytes as fit now; allocates nothing.
    public func send(_ bytes: Span<UInt8>) -> Transfer {
        if bytes.isEmpty { return .moved(0) }
        return Transfer(clinux_send(descriptor.raw, bytes))
    }

    /// Receives what has arrived, up to the span's length; allocates nothing.
    public func receive(into bytes: inout MutableSpan<UInt8>) -> Transfer {
        precondition(!bytes.isEmpty, "there must be room for a byte")
        return Transfer(clinux_receive(descriptor.raw, &bytes))
    }

    /// Waits until something arrives or the other side ends; `false` when the time ran out first.
    public func waitReadable(timeout: Duration?) throws(HostError) -> Bool {
        try descriptor.wait(for: .readable, timeout: timeout)
    }

    /// Waits until something can be sent; `false` when the time ran out first.
    public func waitWritable(timeout: Duration?) throws(HostError) -> Bool {
        try descriptor.wait(for: .writable, timeout: timeout)
    }

    /// Makes two connections that lead to each other, for a test or two threads.
    public static func pair() throws(HostError) -> LocalConnectionPair {
        var numbers: [Int32] = [-1, -1]
        var span = numbers.mutableSpan
        try SystemCall.check(clinux_local_pair(&span), "socketpair")
        return LocalConnectionPair(
            first: try LocalConnection(owning: FileDescriptor(owning: numbers[0])),
            second: try LocalConnection(owning: FileDescriptor(owning: numbers[1])))
    }
}

/// Two connections that lead to each other.
public struct LocalConnectionPair: ~Copyable, Sendable {
    /// One end.
    public var first: LocalConnection
    /// The other end.
    public var second: LocalConnection

    /// Takes the pair apart, giving each end to `body`.
    public consuming func split<Result: ~Copyable, Failure: Error>(
        _ body: (consuming LocalConnection, consuming LocalConnection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(first, second)
    }
}
