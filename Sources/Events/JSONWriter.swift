import Realtime

/// Writes one JSON object into a buffer that is made once and used again.
///
/// The caller opens and closes; commas are placed here. A field without a value is left out.
struct JSONWriter: Sendable {
    /// The longest text in bytes; the rest of it is left out, so that a line has a limit.
    static let textLimit = 1024
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        isFirst = true
    }

    mutating func open(_ bracket: Unicode.Scalar = "{") {
        bytes.append(UInt8(ascii: bracket))
        isFirst = true
    }

    mutating func close(_ bracket: Unicode.Scalar = "}") {
        bytes.append(UInt8(ascii: bracket))
        isFirst = false
    }

    mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    mutating func key(_ field: Field) { key(field.rawValue) }

    /// Begins a field; the name is one of ours and needs no escapes.
    mutating func key(_ name: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Begins an element of an array.
    mutating func comma() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    mutating func write(_ field: Field, _ value: UInt64?) {
        guard let value else { return }
        key(field)
        digits(value)
    }

    mutating func write(_ field: Field, _ value: Int32) {
        key(field)
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(UInt64(value.magnitude))
    }

    mutating func write(_ field: Field, _ value: Bool) {
        key(field)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes the shortest digits that read back as the same number.
    ///
    /// They are at most 15 characters, which a `String` holds without the heap; JSON knows neither
    /// infinity nor NaN, which become `null`.
    mutating func write(_ field: Field, _ value: Float?) {
        guard let value else { return }
        key(field)
        bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    }

    mutating func write(_ field: Field, _ value: String?) {
        guard let value else { return }
        key(field)
        quote(value.utf8)
    }

    /// Writes a text as an element of an array.
    mutating func element(_ value: String) {
        comma()
        quote(value.utf8)
    }

    mutating func write(_ field: Field, _ value: some Named) { write(field, value.name) }

    mutating func write(_ field: Field, _ value: InlineText) {
        if value.isEmpty { return }
        key(field)
        quote(InlineTextBytes(text: value))
    }

    mutating func digits(_ value: UInt64) {
        var scratch = InlineArray<20, UInt8>(repeating: 0)
        var start = 20
        var rest = value
        repeat {
            start -= 1
            scratch[start] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        for index in start..<20 { bytes.append(scratch[index]) }
    }

    /// Writes a JSON string; bytes that are no UTF-8 become U+FFFD.
    private mutating func quote(_ text: some Sequence<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        var decoder = UTF8()
        var iterator = text.makeIterator()
        decoding: while bytes.count - start < Self.textLimit {
            switch decoder.decode(&iterator) {
                case .scalarValue(let scalar): write(scalar)
                case .error: write("\u{FFFD}")
                case .emptyInput: break decoding
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
            case "\"", "\\": bytes.append(UInt8(ascii: "\\")); bytes.append(UInt8(ascii: scalar))
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            // The two line ends that JSON allows and JavaScript did not.
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                bytes.append(contentsOf: "\\u".utf8)
                for shift in stride(from: 12, through: 0, by: -4) {
                    let nibble = UInt8(scalar.value >> UInt32(shift) & 15)
                    bytes.append(nibble < 10 ? nibble + 48 : nibble + 87)
                }
            default:
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}

/// The bytes of an inline text, one after the other.
private struct InlineTextBytes: Sequence, IteratorProtocol {
    let text: InlineText
    var index = 0

    mutating func next() -> UInt8? {
        guard index < Int(text.count) else { return nil }
        defer { index += 1 }
        return text[index]
    }
}
