import Compute
import Foundation

/// How many threads work, as they are asked for.
enum ThreadChoice {
    /// The processors that this process may use.
    static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// No more than processors: those that wait for one would hold up the others.
    ///
    /// - Parameters:
    ///   - asked: What was typed; `nil`: as many as there are processors.
    ///   - processors: How many there are.
    /// - Returns: At least 1, and no more than a team has.
    static func count(_ asked: Int?, of processors: Int = processors) -> Int {
        min(asked ?? processors, processors, Team.largest)
    }

    /// What to say where fewer work than were asked for; `nil` where all do.
    static func note(_ asked: Int?, of processors: Int = processors) -> String? {
        guard let asked, case let used = count(asked, of: processors), used < asked else {
            return nil
        }
        return "\(asked) threads asked for, this machine has \(processors) "
            + "processor\(processors == 1 ? "" : "s"): using \(used)"
    }

    /// Says it once, before the work begins.
    static func tell(_ asked: Int?) {
        if let note = note(asked) { Terminal.complain("sight: note: \(note)") }
    }
}
