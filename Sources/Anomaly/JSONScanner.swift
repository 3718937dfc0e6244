/// Reads the few forms of JSON that a safetensors header is made of, strictly.
///
/// No key is empty or other than printable ASCII, so that any may stand in a message; numbers are
/// whole and not negative; text is UTF-8 without control characters. No recursion: whoever calls
/// decides how deep it goes.
struct JSONScanner {
    private let bytes: [UInt8]
    private let file: String
    private var position: Int
    private let end: Int

    /// Prepares to read `bytes[range]`.
    init(_ bytes: [UInt8], range: Range<Int>, file: String) {
        self.bytes = bytes
        self.file = file
        position = range.lowerBound
        end = range.upperBound
    }

    /// Whether nothing but space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == end
    }

    /// Begins `{ "key": value, … }`, of which `nextKey` gives each key.
    mutating func beginObject(_ what: String) throws(ModelError) { try expect("{", in: what) }

    /// Reads the next key of an object and stops before its value.
    ///
    /// - Parameters:
    ///   - count: How many keys were read before.
    ///   - what: The object, for messages.
    /// - Returns: The key; `nil` after the last.
    /// - Throws: `.malformed`.
    mutating func nextKey(after count: Int, in what: String) throws(ModelError) -> String? {
        skipSpace()
        if take("}") { return nil }
        if count > 0 { try expect(",", in: what) }
        let key = try string(limit: SafeTensorsLimits.nameBytes)
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            throw malformed("a name in \(what) is empty or not printable ASCII")
        }
        try expect(":", in: what)
        return key
    }

    /// Reads `[1, 2, …]`.
    mutating func numbers(atMost limit: Int) throws(ModelError) -> [Int] {
        var numbers: [Int] = []
        try expect("[", in: "a list of numbers")
        skipSpace()
        if take("]") { return numbers }
        while true {
            guard numbers.count < limit else {
                throw malformed("a list has more than \(limit) numbers")
            }
            numbers.append(try number())
            skipSpace()
            if take("]") { return numbers }
            try expect(",", in: "a list of numbers")
        }
    }

    /// Reads a text of at most `limit` bytes of UTF-8.
    mutating func string(limit: Int) throws(ModelError) -> String {
        try expect("\"", in: "a text")
        var text: [UInt8] = []
        while true {
            let byte = try next()
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                text.append(contentsOf: String(try escaped()).utf8)
            } else {
                text.append(byte)
            }
            guard text.count <= limit else {
                throw malformed("a text is longer than \(limit) bytes")
            }
        }
        guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw malformed("a text holds a control character")
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw malformed("a text is not UTF-8")
        }
        return string
    }

    /// The error that names the present byte.
    func malformed(_ reason: String) -> ModelError {
        .malformed(file: file, reason: "\(reason) (byte \(position))")
    }
}

extension JSONScanner {
    private mutating func number() throws(ModelError) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while let digit = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, more) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
            guard !overflow, !more else { throw malformed("a number is too large") }
            value = sum
            position += 1
        }
        guard position > start else { throw malformed("a whole number from 0 is expected") }
        guard position == start + 1 || bytes[start] != UInt8(ascii: "0") else {
            throw malformed("a number begins with 0")
        }
        return value
    }

    /// Reads what follows a backslash.
    private mutating func escaped() throws(ModelError) -> Unicode.Scalar {
        switch try next() {
            case UInt8(ascii: "\""): return "\""
            case UInt8(ascii: "\\"): return "\\"
            case UInt8(ascii: "/"): return "/"
            case UInt8(ascii: "u"): return try escapedScalar()
            // The others are control characters, which no text may hold.
            default: throw malformed("an escape in a text is unknown or a control character")
        }
    }

    private mutating func escapedScalar() throws(ModelError) -> Unicode.Scalar {
        var value = try hexadecimal()
        if (0xD800..<0xDC00).contains(value), take("\\"), take("u") {
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else {
                throw malformed("half a surrogate pair in a text")
            }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw malformed("half a surrogate pair in a text")
        }
        return scalar
    }

    private mutating func hexadecimal() throws(ModelError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit = Character(Unicode.Scalar(try next()))
            guard digit.isASCII, let number = digit.hexDigitValue else {
                throw malformed("an escape without four hexadecimal digits")
            }
            value = value << 4 + UInt32(number)
        }
        return value
    }

    private func peek() -> UInt8? { position < end ? bytes[position] : nil }

    private mutating func next() throws(ModelError) -> UInt8 {
        guard let byte = peek() else { throw malformed("a text does not end") }
        position += 1
        return byte
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ scalar: Unicode.Scalar, in what: String) throws(ModelError) {
        skipSpace()
        guard take(scalar) else { throw malformed("\(what): \(scalar) is expected") }
    }

    private mutating func skipSpace() {
        while let byte = peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }
}
