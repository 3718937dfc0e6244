import ArgumentParser
import Host

/// Whole numbers as they are typed; what is refused is told with what is allowed.
enum WholeNumber {
    /// Reads a number that is neither below the least nor above the most.
    static func within<Number: FixedWidthInteger & Sendable>(
        _ allowed: ClosedRange<Number>
    ) -> @Sendable (String) throws -> Number {
        { text in
            guard let number = Number(text), allowed.contains(number) else {
                throw ValidationError(
                    allowed.upperBound == .max
                        ? "it must be a whole number, \(allowed.lowerBound) or more"
                        : "it must be a whole number from \(allowed.lowerBound) to "
                            + "\(allowed.upperBound)")
            }
            return number
        }
    }

    /// Reads a number that is not below the least.
    static func atLeast<Number: FixedWidthInteger & Sendable>(
        _ least: Number
    ) -> @Sendable (String) throws -> Number {
        within(least...Number.max)
    }

    /// Reads how many threads are to work.
    ///
    /// More than processors would only wait for one another, and their speed could not be compared
    /// with what the processors do at best.
    static func threads(_ text: String) throws -> Int {
        let processors = try Machine.allowedProcessors()
        guard let number = Int(text), (1...processors).contains(number) else {
            throw ValidationError(
                "it must be a whole number from 1 to \(processors), the processors that this "
                    + "process may use")
        }
        return number
    }
}
