internal import Host

/// One subscriber's end of the socket, as the publisher needs it.
///
/// The daemon's is a non-blocking Unix stream socket; a test's refuses bytes when it is told to.
protocol ClientConnection: AnyObject {
    /// Hands bytes to the kernel without waiting.
    func send(_ bytes: Span<UInt8>) -> Transfer
    /// Takes what the peer sent, without waiting.
    func receive(into buffer: inout MutableSpan<UInt8>) -> Transfer
}

/// A subscriber on the Unix socket.
final class SocketConnection: ClientConnection {
    private let connection: LocalConnection

    init(_ connection: consuming LocalConnection) { self.connection = connection }

    /// The descriptor to watch in an event loop.
    var raw: Int32 { connection.raw }
    /// Who is on the other side.
    var peer: PeerCredentials { connection.peer }

    func send(_ bytes: Span<UInt8>) -> Transfer { connection.send(bytes) }

    func receive(into buffer: inout MutableSpan<UInt8>) -> Transfer {
        connection.receive(into: &buffer)
    }
}
