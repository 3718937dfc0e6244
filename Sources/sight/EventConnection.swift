import Events
import Host

/// A client of a line's event socket: whole lines in, requests out.
struct EventConnection: ~Copyable {
    /// What came from the socket.
    enum Received {
        /// One line without its newline.
        case line([UInt8])
        /// Nothing came in time.
        case silence
        /// The line's daemon has ended the connection.
        case end
    }

    private let connection: LocalConnection
    private var buffer: [UInt8] = []
    /// The bytes of `buffer` that were searched for a newline already.
    private var searched = 0

    /// Connects to the socket at `path`.
    init(to path: String) throws(HostError) {
        self.init(try LocalConnection.connect(to: path, timeout: .seconds(5)))
    }

    /// Speaks over a connection that stands.
    init(_ connection: consuming LocalConnection) { self.connection = connection }

    /// Sends a request; answers whether the other side is still there.
    mutating func send(_ request: ClientRequest) throws(HostError) -> Bool {
        let line = request.line
        var sent = 0
        while sent < line.count {
            switch connection.send(line.span.extracting(sent..<line.count)) {
                case .moved(let count): sent += count
                case .wouldBlock:
                    if try !connection.waitWritable(timeout: .seconds(5)) { return false }
                case .closed: return false
            }
        }
        return true
    }

    /// Waits for the next line.
    ///
    /// A line that is longer than the protocol allows ends the connection.
    mutating func receive(timeout: Duration?) throws(HostError) -> Received {
        while true {
            if let line = takeLine() { return .line(line) }
            if buffer.count > LineWriter.limit { return .end }
            var chunk = [UInt8](repeating: 0, count: 1 << 14)
            var span = chunk.mutableSpan
            switch connection.receive(into: &span) {
                case .moved(let count): buffer += chunk[..<count]
                case .wouldBlock:
                    if try !connection.waitReadable(timeout: timeout) { return .silence }
                case .closed: return .end
            }
        }
    }

    private mutating func takeLine() -> [UInt8]? {
        guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = buffer.count
            return nil
        }
        let line = Array(buffer[..<end])
        buffer.removeSubrange(...end)
        searched = 0
        return line
    }
}
