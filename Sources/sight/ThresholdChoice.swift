import ArgumentParser

/// The image score from which a part fails, as it is typed.
enum ThresholdChoice {
    /// Refuses what is no threshold, and a second one.
    ///
    /// - Parameters:
    ///   - threshold: What was typed; `nil`: nothing.
    ///   - falseRejectRate: The rate that a threshold follows from, as it was typed.
    /// - Throws: A `ValidationError` that says what is allowed.
    static func check(_ threshold: Double?, _ falseRejectRate: Double?) throws {
        guard threshold == nil || falseRejectRate == nil else {
            throw ValidationError("Give --threshold or --false-reject-rate, not both.")
        }
        // What is no number or infinite would let every part pass: no score reaches it.
        try OptionNumber.check(
            "--threshold", threshold, "a number from -1000000 to 1000000, such as 3.2"
        ) { (-1_000_000...1_000_000).contains($0) }
    }
}
