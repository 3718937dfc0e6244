/// A value of JSON; a number is kept as it was written, so that no digit is lost.
enum JSONValue: Equatable {
    case null
    case boolean(Bool)
    case number(String)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])
}
