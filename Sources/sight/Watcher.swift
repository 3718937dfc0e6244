import Events
import Foundation
import Host

/// Follows one line over any number of connections.
struct Watcher {
    let path: String
    var cursor: EventCursor
    let isJSON: Bool
    private let text = EventText(hasColours: Terminal.hasColours)

    init(path: String, cursor: EventCursor, isJSON: Bool) {
        self.path = path
        self.cursor = cursor
        self.isJSON = isJSON
    }

    /// Prints events for as long as the program lives.
    mutating func run() throws(ToolFailure) {
        do throws(HostError) {
            try follow(try EventConnection(to: path))
        } catch {
            throw ToolFailure(.world, error.description)
        }
        while true {
            Terminal.complain("\(path): the line has ended the connection; waiting for it")
            followAgain()
        }
    }

    /// Tries until a connection stands, and follows it.
    private mutating func followAgain() {
        while true {
            Foundation.Thread.sleep(forTimeInterval: 0.5)
            do throws(HostError) {
                let connection = try EventConnection(to: path)
                Terminal.complain("\(path): the line is back")
                return try follow(connection)
            } catch { continue }
        }
    }

    private mutating func follow(_ connection: consuming EventConnection) throws(HostError) {
        while true {
            switch try connection.receive(timeout: nil) {
                case .line(let line):
                    guard let event = read(line) else { continue }
                    if case .hello(let hello) = event {
                        show(event, line)
                        for request in cursor.requests(after: hello) {
                            guard try connection.send(request) else { return }
                        }
                    } else if cursor.shows(event) {
                        show(event, line)
                    }
                case .silence: continue
                case .end: return
            }
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
