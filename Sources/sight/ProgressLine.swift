import Foundation
import Glibc
import Training

/// Says how far long work has come: a bar that moves on a terminal, plain lines elsewhere.
struct ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var said = ""

    /// Shows a state; called as often as wanted, it writes only when something changes.
    ///
    /// - Parameters:
    ///   - title: What is being done.
    ///   - done: How much of it is done.
    ///   - total: How much there is.
    ///   - detail: What else is to be known now; without a terminal it makes no line of its own.
    mutating func show(_ title: String, done: Int, total: Int, detail: String = "") {
        let percent = total == 0 ? 100 : 100 * done / total
        let text: String
        if isTerminal {
            let full = percent * 24 / 100
            let bar = String(repeating: "#", count: full) + String(repeating: "-", count: 24 - full)
            text = "[\(bar)] \(title) \(done)/\(total)"
        } else {
            // The tenths only, so that a log stays readable.
            text = "\(title): \(percent / 10 * 10) % of \(total)"
        }
        guard text != said else { return }
        said = text
        let line = detail.isEmpty ? text : "\(text), \(detail)"
        let whole = isTerminal ? "\r\u{1B}[K" + line + (done == total ? "\n" : "") : line + "\n"
        FileHandle.standardError.write(Data(whole.utf8))
    }

    /// The minutes that learning will go on, with a comma before; nothing when it is not known.
    static func timeLeft(_ progress: TrainingProgress) -> String {
        guard let left = progress.secondsLeft, progress.step < progress.steps else { return "" }
        return ", \(Int(left / 60) + 1) min left"
    }
}
