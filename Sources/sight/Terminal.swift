import Foundation
import Glibc
import Host

/// Where the tool writes: each line at once, whether a person or a program reads it.
enum Terminal {
    /// Whether output goes to a person's screen that may have colours (see no-color.org).
    static let hasColours =
        isatty(STDOUT_FILENO) == 1
        && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// Writes a line to standard output.
    static func say(_ line: String) { say(Array((line + "\n").utf8)) }

    /// Writes bytes to standard output as they are.
    static func say(_ bytes: [UInt8]) {
        guard let errno = StandardStream.write(bytes.span, to: STDOUT_FILENO) else { return }
        // Who reads `sight watch | head -2` has read enough. The code is no success all the same:
        // what was not told may have failed.
        if errno != .brokenPipe {
            complain("sight: standard output cannot be written: \(errno)")
        }
        exit(ToolExit.world.rawValue)
    }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        // There is no better place to say that this one cannot be written.
        StandardStream.write(Array((line + "\n").utf8).span, to: STDERR_FILENO)
    }
}
