/// Reads TOML 1.0 into entries, with the place of every key and value.
///
/// One thing is not read: dates and times, which no setting takes. The limits keep hostile files
/// from the stack: `depthLimit` on arrays and tables inside each other, `partLimit` on the parts
/// of a key.
struct TOMLParser {
    /// The arrays and inline tables that may stand inside each other.
    static let depthLimit = 16
    /// The parts of a dotted key.
    static let partLimit = 16

    /// A key as it is written, and where it begins.
    struct Key {
        var parts: [String]
        var place: Place
    }

    var cursor: TOMLCursor
    var depth = 0
    private var entries: [TOMLDocument.Entry] = []
    private let root = TOMLTable(.header)
    private var current: TOMLTable
    private var currentPath: [String] = []
    /// The number of the header, so that dotted keys cannot add to a table of an earlier one.
    private var section = 0
    /// Keys inside of an array of tables are not told: no setting is one.
    private var isRecording = true
    private var headers: [(table: TOMLTable, entry: TOMLDocument.Entry)] = []

    init(_ text: String, file: String) {
        cursor = TOMLCursor(text, file: file)
        current = root
    }

    /// Reads the whole text.
    mutating func document() throws(Complaint) -> [TOMLDocument.Entry] {
        try skipLines()
        while cursor.next != nil {
            if cursor.next == "[" {
                try header()
            } else {
                try pair(into: current, path: currentPath)
            }
            try endLine()
            try skipLines()
        }
        let empty = headers.filter { $0.table.members.isEmpty }.map(\.entry)
        return (entries + empty).sorted {
            ($0.keyPlace.line, $0.keyPlace.column) < ($1.keyPlace.line, $1.keyPlace.column)
        }
    }

    /// Skips space, comments and line ends.
    mutating func skipLines() throws(Complaint) {
        repeat {
            cursor.skipSpace()
            try comment()
        } while cursor.take("\n") || cursor.take("\r\n")
    }

    private mutating func comment() throws(Complaint) {
        guard cursor.take("#") else { return }
        while let scalar = cursor.next, scalar != "\n", !cursor.isAt("\r\n") {
            guard !Self.isControl(scalar) else { throw cursor.expected("text") }
            cursor.advance()
        }
    }

    private mutating func endLine() throws(Complaint) {
        cursor.skipSpace()
        try comment()
        guard cursor.next == nil || cursor.take("\n") || cursor.take("\r\n") else {
            throw cursor.expected("the end of the line")
        }
    }

    /// Whether TOML forbids the character in comments and texts of one line.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && scalar != "\t" || scalar == "\u{7F}"
    }
}

// Headers.
extension TOMLParser {
    /// Reads `[a.b]` or `[[a.b]]`.
    private mutating func header() throws(Complaint) {
        let place = cursor.place
        let isArray = cursor.take("[[")
        if !isArray { _ = cursor.take("[") }
        let key = try key()
        guard cursor.take(isArray ? "]]" : "]") else {
            throw cursor.expected(isArray ? "\"]]\"" : "\"]\"")
        }
        section += 1
        isRecording = true
        var table = root
        for part in key.parts.dropLast() { table = try pass(part, of: table, key) }
        let name = key.parts[key.parts.count - 1]
        let isNew = table.members[name] == nil
        guard let entered = isArray ? table.appended(name) : table.defined(name) else {
            throw Self.twice(key)
        }
        currentPath = key.parts
        current = entered
        let entry = TOMLDocument.Entry(
            path: key.parts, item: isArray ? .tables : .table, keyPlace: place, valuePlace: place)
        if isArray {
            if isNew && isRecording { entries.append(entry) }
            isRecording = false
        } else if isRecording {
            headers.append((entered, entry))
        }
    }

    private mutating func pass(
        _ part: String, of table: TOMLTable, _ key: Key
    ) throws(Complaint) -> TOMLTable {
        if case .tables = table.members[part] { isRecording = false }
        guard let passed = table.passed(part) else { throw Self.twice(key) }
        return passed
    }

    private static func twice(_ key: Key) -> Complaint {
        Complaint(
            place: key.place,
            message: "this is not TOML: \(Spelling.key(key.parts)) is given a second time, or "
                + "inside of something that is complete; keep one of the two")
    }
}

// Pairs.
extension TOMLParser {
    /// Reads `a.b = value` and records what it gives.
    mutating func pair(into table: TOMLTable, path: [String]) throws(Complaint) {
        let key = try key()
        guard cursor.take("=") else { throw cursor.expected("\"=\"") }
        cursor.skipSpace()
        var table = table
        for part in key.parts.dropLast() {
            guard let next = table.dotted(part, section: section) else { throw Self.twice(key) }
            table = next
        }
        let name = key.parts[key.parts.count - 1]
        guard table.members[name] == nil else { throw Self.twice(key) }
        let place = cursor.place
        let path = path + key.parts
        if cursor.next == "{" {
            let inline = try inlineTable(path: path)
            table.members[name] = .table(inline)
            if inline.members.isEmpty { record(path, .table, key.place, place) }
        } else {
            table.members[name] = .value
            record(path, try value(), key.place, place)
        }
    }

    private mutating func record(
        _ path: [String], _ item: Item, _ keyPlace: Place, _ valuePlace: Place
    ) {
        guard isRecording else { return }
        entries.append(
            TOMLDocument.Entry(path: path, item: item, keyPlace: keyPlace, valuePlace: valuePlace))
    }

    /// Reads the parts of a key and the space after it.
    private mutating func key() throws(Complaint) -> Key {
        cursor.skipSpace()
        let place = cursor.place
        var parts: [String] = []
        repeat {
            guard parts.count < Self.partLimit else {
                throw cursor.expected("a key of at most \(Self.partLimit) parts")
            }
            cursor.skipSpace()
            parts.append(try part())
            cursor.skipSpace()
        } while cursor.take(".")
        return Key(parts: parts, place: place)
    }

    private mutating func part() throws(Complaint) -> String {
        switch cursor.next {
            case "\"": return try basicText()
            case "'": return try literalText()
            default:
                var part = String.UnicodeScalarView()
                while let scalar = cursor.next, Self.isBare(scalar) {
                    part.append(scalar)
                    cursor.advance()
                }
                guard !part.isEmpty else { throw cursor.expected("a key") }
                return String(part)
        }
    }

    private static func isBare(_ scalar: Unicode.Scalar) -> Bool {
        UInt8(exactly: scalar.value).map(Spelling.isBare) ?? false
    }
}

// Arrays and tables inside of values.
extension TOMLParser {
    /// Reads an array, after its bracket was seen.
    mutating func array() throws(Complaint) -> Item {
        try enter("[")
        defer { depth -= 1 }
        var items: [Item] = []
        repeat {
            try skipLines()
            if cursor.next == "]" { break }
            items.append(try value())
            try skipLines()
        } while cursor.take(",")
        guard cursor.take("]") else { throw cursor.expected("\",\" or \"]\"") }
        return .list(items)
    }

    /// Reads an inline table that is an element of an array.
    mutating func unrecordedTable() throws(Complaint) -> Item {
        let wasRecording = isRecording
        isRecording = false
        defer { isRecording = wasRecording }
        _ = try inlineTable(path: [])
        return .table
    }

    private mutating func inlineTable(path: [String]) throws(Complaint) -> TOMLTable {
        try enter("{")
        defer { depth -= 1 }
        let table = TOMLTable(.inline)
        cursor.skipSpace()
        if cursor.take("}") { return table }
        repeat {
            try pair(into: table, path: path)
            cursor.skipSpace()
        } while cursor.take(",")
        guard cursor.take("}") else { throw cursor.expected("\",\" or \"}\" on the same line") }
        return table
    }

    private mutating func enter(_ bracket: String) throws(Complaint) {
        guard depth < Self.depthLimit else {
            throw cursor.expected("no more than \(Self.depthLimit) levels")
        }
        depth += 1
        _ = cursor.take(bracket)
    }
}
