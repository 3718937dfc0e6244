/// Why a line of the protocol was refused.
public enum EventsError: Error, Equatable, CustomStringConvertible {
    /// The line is longer than the protocol allows.
    case tooLong(bytes: Int)
    /// The line is no JSON: the offset of the byte, and what was expected there.
    case notJSON(offset: Int, expected: String)
    /// The event's kind is none of this protocol version's.
    case unknownEvent(String)
    /// A field that the line must have is not there.
    case missing(field: String)
    /// A field has another type, or a word that is not among those allowed.
    case wrong(field: String, expected: String)

    /// The whole sentence.
    public var description: String {
        switch self {
            case .tooLong(let bytes):
                "the line has \(bytes) bytes; send at most \(LineWriter.limit)"
            case .notJSON(let offset, let expected):
                "the line is not JSON: at byte \(offset), \(expected) is expected"
            case .unknownEvent(let name):
                "the event `\(name)` is not known to this version; update the reader"
            case .missing(let field): "the field `\(field)` is missing; add it"
            case .wrong(let field, let expected):
                "the field `\(field)` is not as the protocol says; send \(expected)"
        }
    }
}
