// The four ways to write a text.
extension TOMLParser {
    /// Reads a text that is a value, on one line or on several.
    mutating func text() throws(Complaint) -> String {
        if cursor.take("\"\"\"") { return try longText(quote: "\"") }
        if cursor.take("'''") { return try longText(quote: "'") }
        return cursor.next == "\"" ? try basicText() : try literalText()
    }

    /// Reads `"…"` with its escapes.
    mutating func basicText() throws(Complaint) -> String {
        _ = cursor.take("\"")
        var text = String.UnicodeScalarView()
        while !cursor.take("\"") {
            if cursor.next == "\\" {
                text.append(try escape())
            } else {
                text.append(try character())
            }
        }
        return String(text)
    }

    /// Reads `'…'`.
    mutating func literalText() throws(Complaint) -> String {
        _ = cursor.take("'")
        var text = String.UnicodeScalarView()
        while !cursor.take("'") { text.append(try character()) }
        return String(text)
    }

    private mutating func character() throws(Complaint) -> Unicode.Scalar {
        guard let scalar = cursor.next, !Self.isControl(scalar) else {
            throw cursor.expected("the text's closing quote")
        }
        cursor.advance()
        return scalar
    }

    /// Reads what follows three quotes, up to the next three; a line end right at the start is no
    /// part of it.
    private mutating func longText(quote: String) throws(Complaint) -> String {
        _ = cursor.take("\n") || cursor.take("\r\n")
        var text = String.UnicodeScalarView()
        let end = quote + quote + quote
        while !cursor.isAt(end) {
            if quote == "\"" && cursor.next == "\\" {
                if try !skipLineEnding() { text.append(try escape()) }
            } else if cursor.take("\r\n") || cursor.take("\n") {
                text.append("\n")
            } else {
                text.append(try character())
            }
        }
        // One or two quotes before the closing three are part of the text.
        for _ in 0..<2 where cursor.isAt(end + quote) { text.append(try character()) }
        _ = cursor.take(end)
        return String(text)
    }

    /// Skips a backslash at a line's end with all the space after it; answers whether it was one.
    private mutating func skipLineEnding() throws(Complaint) -> Bool {
        var ahead = cursor
        ahead.advance()
        ahead.skipSpace()
        guard ahead.isAt("\n") || ahead.isAt("\r\n") else { return false }
        repeat { ahead.skipSpace() } while ahead.take("\n") || ahead.take("\r\n")
        cursor = ahead
        return true
    }

    private mutating func escape() throws(Complaint) -> Unicode.Scalar {
        let start = cursor
        cursor.advance()
        guard let letter = cursor.next else { throw start.expected("an escape") }
        cursor.advance()
        switch letter {
            case "b": return "\u{8}"
            case "t": return "\t"
            case "n": return "\n"
            case "f": return "\u{C}"
            case "r": return "\r"
            case "\"", "\\": return letter
            case "u", "U":
                var value: UInt32 = 0
                for _ in 0..<(letter == "u" ? 4 : 8) {
                    guard let scalar = cursor.next, scalar.isASCII,
                        let digit = Character(scalar).hexDigitValue
                    else { throw cursor.expected("a hexadecimal digit") }
                    value = value << 4 | UInt32(digit)
                    cursor.advance()
                }
                guard let scalar = Unicode.Scalar(value) else {
                    throw start.expected("the escape of a character")
                }
                return scalar
            default: throw start.expected("one of \\b \\t \\n \\f \\r \\\" \\\\ \\u \\U")
        }
    }
}
