import ArgumentParser
import Events
import Host

/// `sight status`: what a line does now.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a line does now, and its counts.",
        discussion: "Exits with 0 when the line is inspecting, 1 when not, 3 when nobody answers.")

    @Argument(
        help: ArgumentHelp(
            "The socket, or the line's name; not needed where one line runs.",
            valueName: "SOCKET|LINE"))
    var socket: String?

    @Flag(help: "Print the three events hello, state and statistics as JSON.")
    var json = false

    func run() throws {
        let path = try LineSocket.path(socket)
        let answers: Answers
        do throws(HostError) {
            answers = try Answers.ask(path)
        } catch { throw ToolFailure(.world, error.description) }
        guard let hello = answers.hello, let state = answers.state,
            let statistics = answers.statistics
        else { throw ToolFailure(.world, answers.lack(path)) }
        if json {
            for line in answers.lines { Terminal.say(line + [UInt8(ascii: "\n")]) }
        } else {
            Terminal.say(StatusTable.text(hello, state, statistics))
        }
        guard state.state == .inspecting else {
            throw ArgumentParser.ExitCode(ToolExit.no.rawValue)
        }
    }
}

/// What a line answers to the question for its status.
struct Answers {
    private(set) var hello: HelloEvent?
    private(set) var state: StateEvent?
    private(set) var statistics: StatisticsEvent?
    /// The lines of the three, as they came.
    private(set) var lines: [[UInt8]] = []
    /// Whether the line has ended the connection, rather than being silent.
    private(set) var hasEnded = false

    private var isWhole: Bool { hello != nil && state != nil && statistics != nil }

    static func ask(_ path: String) throws(HostError) -> Answers {
        try ask(EventConnection(to: path))
    }

    /// Asks over a connection that stands.
    static func ask(_ connection: consuming EventConnection) throws(HostError) -> Answers {
        var answers = Answers()
        guard try connection.send(.statistics) else {
            answers.hasEnded = true
            return answers
        }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(5)
        while !answers.isWhole, clock.now < end {
            switch try connection.receive(timeout: end - clock.now) {
                case .line(let line): answers.take(line)
                case .silence: return answers
                case .end:
                    answers.hasEnded = true
                    return answers
            }
        }
        return answers
    }

    /// Why the answer is not whole, and what to do.
    func lack(_ path: String) -> String {
        if !hasEnded {
            return "\(path): no whole answer in 5 s; see whether the line's daemon is well"
        }
        return hello == nil
            ? "\(path): \(LineSocket.noPlace)"
            : "\(path): the line has ended the connection; see whether its daemon is well"
    }

    private mutating func take(_ line: [UInt8]) {
        // Verdicts come in between, and a newer daemon may say more than this version knows.
        guard let event = try? LineReader.event(line) else { return }
        switch event {
            case .hello(let event): hello = event
            case .state(let event): state = event
            case .statistics(let event) where event.sequence == nil: statistics = event
            default: return
        }
        lines.append(line)
    }
}
