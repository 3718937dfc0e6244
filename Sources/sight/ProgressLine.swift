import Foundation
import Glibc

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
    mutating func show(_ title: String, done: Int, total: Int) {
        let percent = total == 0 ? 100 : 100 * done / total
        let text: String
        if isTerminal {
            let full = percent * 24 / 100
            let bar = String(repeating: "#", count: full) + String(repeating: "-", count: 24 - full)
            text = "\r\u{1B}[K[\(bar)] \(title) \(done)/\(total)" + (done == total ? "\n" : "")
        } else {
            // The tenths only, so that a log stays readable.
            text = "\(title): \(percent / 10 * 10) % of \(total)\n"
        }
        guard text != said else { return }
        said = text
        FileHandle.standardError.write(Data(text.utf8))
    }
}
