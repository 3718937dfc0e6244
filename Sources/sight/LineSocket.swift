import Foundation
import Host

/// Finds the event socket that a command means.
enum LineSocket {
    /// The folder in which lines have their sockets.
    static let folder = "/run/sight"
    /// What it means that a line ends a connection before it has said anything.
    static let noPlace =
        "the line has ended the connection before its hello; its places for clients may all be "
        + "taken: end a client, or raise events.max_clients"
    /// What it means that a line takes a connection and says nothing.
    static let noWord =
        "connected, but the line says nothing yet; it may be starting, or not be able to start: "
        + "see systemctl status sightd@LINE"

    /// The path of the socket.
    ///
    /// - Parameters:
    ///   - name: A path, a line's name, or nothing for the only line there is.
    ///   - folder: The folder in which lines have their sockets.
    /// - Returns: The path.
    /// - Throws: `ToolFailure` when no line or more than one could be meant.
    static func path(_ name: String?, in folder: String = folder) throws(ToolFailure) -> String {
        if let name {
            let isPath = name.contains("/") || name.hasSuffix(".sock")
            return isPath ? name : "\(folder)/\(name).sock"
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let sockets = names.filter { $0.hasSuffix(".sock") }.sorted()
        guard let first = sockets.first else {
            throw ToolFailure(
                .world,
                "no line runs here: there is no socket in \(folder); start one "
                    + "(systemctl start sightd@LINE), or name its socket")
        }
        guard sockets.count == 1 else {
            let lines = sockets.map { $0.dropLast(".sock".count) }.joined(separator: ", ")
            throw ToolFailure(.usage, "several lines run here: \(lines); name one of them")
        }
        return "\(folder)/\(first)"
    }
}
