import Anomaly
import ArgumentParser

/// How large a model's memory is, as it is typed.
enum MemoryChoice {
    /// Refuses what no model can have.
    ///
    /// - Parameters:
    ///   - vectors: What was typed; `nil`: nothing.
    ///   - detector: What was typed; `nil`: what the model has.
    /// - Throws: A `ValidationError` that says what is allowed.
    static func check(_ vectors: Int?, _ detector: DetectorChoice?) throws {
        guard let vectors else { return }
        try OptionNumber.check("--memory", vectors, in: 1...MemoryBank.mostVectors)
        guard detector?.kind.hasMemory ?? true else {
            throw ValidationError(
                "--memory is of --detector memory and memory+puad; the others have none.")
        }
    }
}
