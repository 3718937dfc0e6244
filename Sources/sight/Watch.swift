import ArgumentParser
import Events
import Foundation
import Host

/// `sight watch`: what a line says, as it says it.
struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show a line's verdicts and states as they come.",
        discussion: """
            Connects again when the line's daemon ends, and goes on where it was. With --json \
            every line is printed as it came from the socket.
            """)

    @Argument(
        help: ArgumentHelp(
            "The socket, or the line's name; not needed where one line runs.",
            valueName: "SOCKET|LINE"))
    var socket: String?

    @Flag(help: "Print the events as JSON, one a line.")
    var json = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Begin with the event of this number, a whole number from 0.", valueName: "N"))
    var since: UInt64?

    @Option(help: ArgumentHelp("Only these events, with commas between.", valueName: "LIST"))
    var events: NameList<EventKind>?

    @Option(help: ArgumentHelp("Only these verdicts, with commas between.", valueName: "LIST"))
    var verdicts: NameList<VerdictKind>?

    func run() throws {
        let path = try LineSocket.path(socket)
        var subscription = Subscription()
        subscription.since = since
        subscription.events = events?.set ?? .all
        subscription.verdicts = verdicts?.set ?? .all
        var watcher = Watcher(path: path, cursor: EventCursor(subscription), isJSON: json)
        try watcher.run()
    }
}
