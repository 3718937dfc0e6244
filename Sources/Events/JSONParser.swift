/// Reads JSON (RFC 8259) strictly, with limits on length and depth.
///
/// Refused besides what the grammar refuses: a name twice in one object, text that is not UTF-8,
/// and half a surrogate pair.
struct JSONParser {
    /// The arrays and objects that may stand inside each other.
    static let depthLimit = 8
    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads the one value that the bytes hold; white space may stand around it.
    static func parse(_ bytes: [UInt8]) throws(EventsError) -> JSONValue {
        guard bytes.count <= LineWriter.limit else { throw .tooLong(bytes: bytes.count) }
        var parser = JSONParser(bytes)
        let value = try parser.value()
        guard parser.offset == bytes.count else { throw parser.expected("the end of the line") }
        return value
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func expected(_ what: String) -> EventsError {
        .notJSON(offset: offset, expected: what)
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            offset += 1
        }
    }

    /// Takes the character if it comes next.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func require(_ character: Unicode.Scalar) throws(EventsError) {
        guard take(character) else { throw expected("`\(character)`") }
    }

    /// Reads a value and the white space around it.
    private mutating func value() throws(EventsError) -> JSONValue {
        skipSpace()
        defer { skipSpace() }
        switch next {
            case UInt8(ascii: "{"):
                return try nested { parser throws(EventsError) in
                    try parser.object()
                }
            case UInt8(ascii: "["):
                return try nested { parser throws(EventsError) in
                    try parser.array()
                }
            case UInt8(ascii: "\""): return .text(try text())
            case UInt8(ascii: "t"): return try word("true", .boolean(true))
            case UInt8(ascii: "f"): return try word("false", .boolean(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: return .number(try number())
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(EventsError) -> JSONValue
    ) throws(EventsError) -> JSONValue {
        guard depth < Self.depthLimit else { throw expected("less than \(Self.depthLimit) levels") }
        depth += 1
        defer { depth -= 1 }
        offset += 1
        return try read(&self)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(EventsError) -> JSONValue
    {
        guard bytes[offset...].starts(with: word.utf8) else { throw expected("`\(word)`") }
        offset += word.utf8.count
        return value
    }

    private mutating func object() throws(EventsError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            let name = try text()
            guard members[name] == nil else { throw expected("another name than `\(name)` again") }
            skipSpace()
            try require(":")
            members[name] = try value()
        } while take(",")
        try require("}")
        return .object(members)
    }

    private mutating func array() throws(EventsError) -> JSONValue {
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat { elements.append(try value()) } while take(",")
        try require("]")
        return .array(elements)
    }
}

// Numbers.
extension JSONParser {
    /// Reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    private mutating func number() throws(EventsError) -> String {
        let start = offset
        _ = take("-")
        if !take("0") { try digits(expecting: "a value") }
        if take(".") { try digits(expecting: "a digit") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits(expecting: "a digit")
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits(expecting what: String) throws(EventsError) {
        let start = offset
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
        guard offset > start else { throw expected(what) }
    }
}

// Texts.
extension JSONParser {
    private mutating func text() throws(EventsError) -> String {
        try require("\"")
        var content: [UInt8] = []
        while true {
            guard let byte = next, byte >= 0x20 else { throw expected("a character or `\"`") }
            if take("\"") { break }
            if take("\\") {
                content.append(contentsOf: String(try escape()).utf8)
            } else {
                content.append(byte)
                offset += 1
            }
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw expected("a text in UTF-8 before this")
        }
        return text
    }

    private mutating func escape() throws(EventsError) -> Unicode.Scalar {
        guard let byte = next else { throw expected("the rest of the escape") }
        offset += 1
        switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
                return Unicode.Scalar(byte)
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"): return try escapedScalar()
            default: throw expected("one of \" \\ / b f n r t u before this")
        }
    }

    /// Reads `XXXX`, or `XXXX\uXXXX` where the first is the high half of a pair.
    private mutating func escapedScalar() throws(EventsError) -> Unicode.Scalar {
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        try require("\\")
        try require("u")
        let second = try fourHexDigits()
        guard first < 0xDC00, 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
        else { throw expected("a whole surrogate pair before this") }
        return scalar
    }

    private mutating func fourHexDigits() throws(EventsError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw expected("a hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}
