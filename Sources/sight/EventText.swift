import Events
import Foundation
import Realtime

/// Events as a person reads them: one line each.
struct EventText {
    /// Whether to colour the words that matter.
    let hasColours: Bool
    /// Where the clock on the wall stands.
    var timeZone = TimeZone.current

    private enum Colour: String {
        case red = "1;31"
        case green = "32"
        case yellow = "33"
        case blue = "36"
        case grey = "2"
    }

    /// The line for an event.
    func line(_ event: Event) -> String {
        switch event {
            case .hello(let event): hello(event)
            case .state(let event):
                stamp(event.time) + paint("state", .blue) + "  \(event.state.name)" + why(event.why)
            case .verdict(let event): verdict(event)
            case .missed(let event):
                stamp(event.time) + paint("missed", .yellow)
                    + "  \(frames(event.count)) from \(event.frame): \(event.reason.name)"
            case .reload(let event): reload(event)
            case .camera(let event): camera(event)
            case .gap(let event):
                String(repeating: " ", count: 14) + paint("gap", .yellow)
                    + "  events \(event.from) to \(event.to) did not come here: this reader was "
                    + "too slow, or they are no longer kept"
            case .statistics(let event): statistics(event)
        }
    }

    private func hello(_ event: HelloEvent) -> String {
        let model = event.modelName.map { "  model \(Self.plain($0))" } ?? ""
        let threshold = event.threshold.map { "  threshold \(Self.number($0))" } ?? ""
        return paint("line \(Self.plain(event.line))", .blue)
            + "  sightd \(Self.plain(event.version))\(model)\(threshold)"
    }

    private func verdict(_ event: VerdictEvent) -> String {
        let word =
            switch event.verdict {
                case .pass: paint("pass     ", .green)
                case .fail: paint("FAIL     ", .red)
                case .undecided: paint("undecided", .yellow)
            }
        let name = event.partID.isEmpty ? "frame \(event.frame)" : Self.plain(event.partID.string)
        var parts = [stamp(event.time) + word]
        if let reason = event.verdict.reason { parts.append(paint(reason.name, .yellow)) }
        if let score = event.score {
            let threshold = event.threshold.map {
                (score < $0 ? " < " : " ≥ ") + Self.number($0)
            }
            parts.append("score \(Self.number(score))\(threshold ?? "")")
        }
        if let picturable = event.picturable, let unpicturable = event.unpicturable {
            let normalised = [picturable, unpicturable].map { Self.number($0.normalised) }
            parts.append(paint("(\(normalised.joined(separator: " + ")))", .grey))
        }
        if event.verdict == .fail, let worst = event.worst {
            parts.append("at \(worst.x),\(worst.y)")
        }
        parts.append(Self.milliseconds(event.timeline.published))
        parts.append(name)
        return parts.joined(separator: "  ")
    }

    private func reload(_ event: ReloadEvent) -> String {
        let word = event.result == .ok ? paint("reload", .blue) : paint("reload", .red)
        let model = [event.from, event.to].compactMap {
            $0.map { String(Self.plain($0).prefix(19)) }
        }
        let change = Set(model).count == 2 ? "  model \(model[0]) -> \(model[1])" : ""
        return stamp(event.time) + word + "  \(event.result.name)" + change + why(event.why)
    }

    private func camera(_ event: CameraEvent) -> String {
        var text = "  \(event.status.name)  \(Self.plain(event.device ?? event.source))"
        if let width = event.width, let height = event.height { text += "  \(width) x \(height)" }
        if let format = event.format { text += "  \(Self.plain(format))" }
        if let fps = event.fps { text += "  \(Self.number(fps))/s" }
        let colour = event.status == .opened ? Colour.blue : .yellow
        return stamp(event.time) + paint("camera", colour) + text + why(event.why)
    }

    private func statistics(_ event: StatisticsEvent) -> String {
        var text = "  \(frames(event.frames)): \(event.pass) pass, \(event.fail) fail, "
        text += "\(event.undecided.total) undecided\(Self.reasons(event.undecided)), "
        text += "\(event.missed.total) missed\(Self.reasons(event.missed)); "
        text += "\(Self.number(event.fps))/s"
        if let latency = event.latency { text += ", 99 % in \(Self.milliseconds(latency.p99))" }
        return stamp(event.time) + paint("statistics", .grey) + text
    }

    private func why(_ why: String?) -> String { why.map { ": \(Self.plain($0))" } ?? "" }

    private func frames(_ count: UInt64) -> String { "\(count) frame\(count == 1 ? "" : "s")" }

    private func paint(_ text: String, _ colour: Colour) -> String {
        hasColours ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The local time of day, to the millisecond.
    private func stamp(_ microseconds: UInt64) -> String {
        let seconds = microseconds / 1_000_000
        let date = Date(timeIntervalSince1970: Double(seconds))
        let offset = timeZone.secondsFromGMT(for: date)
        let day = (Int(seconds % 86400) + offset + 2 * 86400) % 86400
        let clock = [day / 3600, day / 60 % 60, day % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
        let fraction = String(1000 + microseconds / 1000 % 1000).dropFirst()
        return paint("\(clock.joined(separator: ":")).\(fraction)", .grey) + "  "
    }
}

extension EventText {
    /// The counts above 0, in brackets.
    static func reasons<Reason: Named>(_ counts: ReasonCounts<Reason>) -> String {
        let told = Reason.allCases.filter { counts[$0] > 0 }.map { "\($0.name) \(counts[$0])" }
        return told.isEmpty ? "" : " (\(told.joined(separator: ", ")))"
    }

    /// A number with two digits behind the point.
    static func number(_ value: Float) -> String { String(format: "%.2f", Double(value)) }

    /// Microseconds as milliseconds.
    static func milliseconds(_ microseconds: UInt64) -> String {
        String(format: "%.1f ms", Double(microseconds) / 1000)
    }

    /// A text from elsewhere that cannot move the cursor or change colours.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            let isFormat = scalar.properties.generalCategory == .format
            result.append(isControl || isFormat ? (scalar == "\n" ? " " : "\u{FFFD}") : scalar)
        }
        return String(result)
    }
}
