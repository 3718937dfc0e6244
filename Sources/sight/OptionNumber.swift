import ArgumentParser
import Compute

/// Refuses a number that an option cannot have.
enum OptionNumber {
    /// Refuses a whole number outside a range.
    ///
    /// - Parameters:
    ///   - option: Its name, with dashes.
    ///   - value: What was typed; `nil`: nothing.
    ///   - allowed: The least and the most.
    /// - Throws: A `ValidationError` that says which option, what was typed and what is allowed.
    static func check(_ option: String, _ value: Int?, in allowed: ClosedRange<Int>) throws {
        let words = "a whole number from \(allowed.lowerBound) to \(allowed.upperBound)"
        try check(option, value, words) { allowed.contains($0) }
    }

    /// Refuses any number that has not what it takes.
    ///
    /// - Parameters:
    ///   - option: Its name, with dashes.
    ///   - value: What was typed; `nil`: nothing.
    ///   - allowed: What is allowed, in words.
    ///   - isAllowed: Whether it is; false for what is no number.
    /// - Throws: A `ValidationError` that says which option, what was typed and what is allowed.
    static func check<Number>(
        _ option: String, _ value: Number?, _ allowed: String, _ isAllowed: (Number) -> Bool
    ) throws {
        guard let value, !isAllowed(value) else { return }
        throw ValidationError("\(option) \(value): give \(allowed).")
    }
}

/// The most that options can ask for: beyond, a typing error is likelier than a wish.
enum OptionLimits {
    /// Steps of learning; the published schedule has 70,000.
    static let steps = 10_000_000
    /// Crops of photographs; so many take 2.6 TB on the disk.
    static let crops = 1_000_000
    /// Crops of a step.
    static let batch = 1_000
    /// Threads that work.
    static let threads = Team.largest
    /// Pictures of a recording, and frames to one picture.
    static let frames = 1_000_000
}
