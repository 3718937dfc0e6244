import Events
import Foundation
import Host

/// How `sight inspect` says one picture's verdict.
enum InspectionLine {
    /// A line for people: verdict, scores, where the worst is, path.
    static func text(_ event: VerdictEvent, _ path: String) -> String {
        var words = [event.verdict.kind.name.padding(toLength: 9, withPad: " ", startingAt: 0)]
        if let score = event.score, let threshold = event.threshold {
            words.append(String(format: "score %8.3f / %.3f", score, threshold))
        }
        if let part = event.picturable {
            words.append(String(format: "structure %7.2f", part.normalised))
        }
        if let part = event.unpicturable {
            words.append(String(format: "logic %7.2f", part.normalised))
        }
        if let reason = event.verdict.reason { words.append(reason.name) }
        if event.verdict == .fail, let worst = event.worst {
            words.append("at \(worst.x),\(worst.y)")
        }
        return (words + [path]).joined(separator: "  ")
    }

    /// The verdict event's fields with `path` in front.
    static func json(_ event: VerdictEvent, _ path: String) -> String {
        var writer = LineWriter()
        writer.write(.verdict(event))
        var line: [UInt8] = []
        writer.copyLine(to: &line)
        let fields = String(decoding: line.dropFirst().dropLast(), as: UTF8.self)
        return "{\"path\":\(quoted(path)),\(fields)"
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // A string is always encodable; an empty name would still be valid JSON.
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}

/// How many pictures ended how.
struct InspectionTally {
    private var passed = 0
    private var failed = 0
    private var undecided = 0
    private var unread = 0

    mutating func count(_ verdict: Verdict) {
        switch verdict {
            case .pass: passed += 1
            case .fail: failed += 1
            case .undecided: undecided += 1
        }
    }

    /// Counts a picture that could not be read.
    mutating func countUnread() { unread += 1 }

    /// All pictures, read or not.
    var count: Int { passed + failed + undecided + unread }

    /// How the tool ends after these pictures.
    var end: ToolExit {
        if unread > 0 { return .world }
        return failed + undecided > 0 ? .no : .done
    }

    var text: String {
        "\(count) pictures: \(passed) passed, \(failed) failed, \(undecided) undecided"
            + (unread > 0 ? ", \(unread) not read" : "")
    }
}
