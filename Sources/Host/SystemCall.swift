/// The one way from a C result to Swift: what is below zero is an error, and its number.
///
/// The functions of `CLinux` retry after `EINTR` and return the negative `errno`, read right after
/// the call, where no Swift code can run between the two.
enum SystemCall {
    /// Gives a result on, or throws what it says.
    ///
    /// - Parameters:
    ///   - result: What a function of `CLinux` returned.
    ///   - call: The system call's name.
    ///   - subject: What it was called on, a path where there is one.
    /// - Returns: The result, which is not negative.
    /// - Throws: `.call` for a negative result.
    @discardableResult
    static func check<Result: FixedWidthInteger>(
        _ result: Result, _ call: StaticString, on subject: String = ""
    ) throws(HostError) -> Result {
        if let errno = refusal(result) {
            throw HostError.call(call.description, on: subject, errno)
        }
        return result
    }

    /// The error that a result stands for, if it is one.
    static func refusal<Result: FixedWidthInteger>(_ result: Result) -> Errno? {
        result < 0 ? Errno(code: Int32(clamping: 0 - Int64(result))) : nil
    }

    /// Gives on the result of a call that only a wrong program can make fail.
    @discardableResult
    static func expect<Result: FixedWidthInteger>(
        _ result: Result, _ call: StaticString
    ) -> Result {
        precondition(result >= 0, "\(call): \(Errno(code: Int32(clamping: 0 - Int64(result))))")
        return result
    }
}
