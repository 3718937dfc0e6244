import Events
import Foundation
import Host

/// Follows one line over any number of connections.
struct Watcher {
    let path: String
    var cursor: EventCursor
    let isJSON: Bool
    private let text = EventText(hasColours: Terminal.hasColours)
    /// A line greets at once; one that does not for so long may be starting again and again.
    private static let greetingLimit = Duration.seconds(5)

    init(path: String, cursor: EventCursor, isJSON: Bool) {
        self.path = path
        self.cursor = cursor
        self.isJSON = isJSON
    }

    /// Prints events for as long as the program lives.
    mutating func run() throws(ToolFailure) {
        var patience = Patience()
        do throws(HostError) {
            try visit(&patience)
        } catch {
            throw ToolFailure(.world, error.description)
        }
        while true {
            Foundation.Thread.sleep(forTimeInterval: patience.wait())
            do throws(HostError) {
                try visit(&patience)
            } catch {
                // The daemon is not back; each end of a connection is told by `follow`.
                continue
            }
        }
    }

    /// Connects, and prints what comes until the connection ends.
    // In a release build Swift 6.3.1 takes for ever to optimise this inside a loop.
    @inline(never)
    private mutating func visit(_ patience: inout Patience) throws(HostError) {
        try follow(try EventConnection(to: path), &patience)
    }

    /// Prints what comes until the connection ends, and says that it has.
    private mutating func follow(
        _ connection: consuming EventConnection, _ patience: inout Patience
    ) throws(HostError) {
        let isFirst = !patience.hasBeenGreeted && !patience.isRefused
        var isGreeted = false
        var isMissed = false
        // A refusal at each try would be told for ever.
        defer { tellEnd(isGreeted: isGreeted, &patience) }
        while true {
            let limit = isGreeted || isMissed ? nil : Self.greetingLimit
            switch try connection.receive(timeout: limit) {
                case .line(let line):
                    guard let event = read(line) else { continue }
                    if case .hello(let hello) = event {
                        if !isGreeted, !isFirst { Terminal.complain("\(path): the line is back") }
                        isGreeted = true
                        patience.greeted()
                        show(event, line)
                        for request in cursor.requests(after: hello) {
                            guard try connection.send(request) else { return }
                        }
                    } else if cursor.shows(event) {
                        show(event, line)
                    }
                case .silence:
                    isMissed = true
                    if patience.misses() { Terminal.complain("\(path): \(LineSocket.noWord)") }
                case .end: return
            }
        }
    }

    private func tellEnd(isGreeted: Bool, _ patience: inout Patience) {
        if isGreeted {
            Terminal.complain("\(path): the line has ended the connection; waiting for it")
        } else if patience.refused() {
            Terminal.complain("\(path): \(LineSocket.noPlace); waiting for a place")
        }
    }

    /// The event of a line; `nil` where this version cannot show it.
    private func read(_ line: [UInt8]) -> Event? {
        do throws(EventsError) {
            return try LineReader.event(line)
        } catch .unknownEvent {
            // A newer daemon may say more than this version knows.
            if isJSON { Terminal.say(line + [UInt8(ascii: "\n")]) }
        } catch {
            Terminal.complain("\(path): \(error.description)")
        }
        return nil
    }

    private func show(_ event: Event, _ line: [UInt8]) {
        if isJSON {
            Terminal.say(line + [UInt8(ascii: "\n")])
        } else {
            Terminal.say(text.line(event))
        }
    }
}

/// How long to wait before a line is asked for the next connection.
struct Patience {
    private static let shortest = 0.5
    private static let longest = 30.0

    /// Whether the line has said hello before.
    private(set) var hasBeenGreeted = false
    /// Whether the line has ended the last connection before its hello.
    private(set) var isRefused = false
    private var next = shortest

    /// Whether the line has not answered a connection before.
    private var isMute = false

    /// Notes that the line does not answer; whether that is news.
    mutating func misses() -> Bool {
        defer { isMute = true }
        return !isMute
    }

    /// Notes that the line has said hello.
    mutating func greeted() {
        hasBeenGreeted = true
        isRefused = false
        isMute = false
        next = Self.shortest
    }

    /// Notes a connection that ended before the hello; answers whether it is the first in a row.
    mutating func refused() -> Bool {
        defer { isRefused = true }
        return !isRefused
    }

    /// The seconds to wait now: twice as long after each refusal.
    mutating func wait() -> Double {
        guard isRefused else { return Self.shortest }
        defer { next = min(next * 2, Self.longest) }
        return next
    }
}
