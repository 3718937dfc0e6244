/// What a text of the configuration may be.
enum TextRule: Sendable {
    /// A name that is safe as a file's.
    case name
    /// Where frames come from.
    case source
    /// A path of at most `limit` bytes; `empty` says what no path means where that is allowed.
    case path(empty: String? = nil, limit: Int = pathLimit)

    /// The longest path that the system takes, in bytes.
    static let pathLimit = 4095
    /// The longest path of a Unix socket, in bytes: the system's `sun_path` less its end.
    static let socketPathLimit = 107

    /// What is allowed, as half a sentence.
    var allowed: String {
        switch self {
            case .name: "1 to 64 letters, digits, `-`, `_` or `.`, a letter or digit first"
            case .source: "a device path that begins with /, \"replay:FOLDER\", or \"demo:\""
            case .path(let empty, let limit):
                (empty.map { "\"\" (\($0)), or " } ?? "") + "a path"
                    + (limit < Self.pathLimit ? " of at most \(limit) bytes" : "")
        }
    }

    /// Whether the text is allowed.
    func accepts(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= Self.pathLimit, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return false }
        switch self {
            case .name:
                let isName = bytes.allSatisfy { Spelling.isBare($0) || $0 == UInt8(ascii: ".") }
                let startsWell = bytes.first.map {
                    Spelling.isBare($0) && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_")
                }
                return isName && startsWell == true && bytes.count <= 64
            case .source:
                let isReplay = text.hasPrefix("replay:") && bytes.count > 7
                return text.hasPrefix("/") || text.hasPrefix("demo:") || isReplay
            case .path(let empty, let limit):
                return bytes.count <= limit && (empty != nil || !text.isEmpty)
        }
    }
}
