/// One place in a configuration file that is not as it must be.
public struct Complaint: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where it is.
    public var place: Place
    /// What is there, what is allowed, and what to do.
    public var message: String

    /// `file:line:column: message`.
    public var description: String { "\(place): \(message)" }
}
