// Values.
extension TOMLParser {
    /// Reads a value.
    mutating func value() throws(Complaint) -> Item {
        switch cursor.next {
            case "\"", "'": return .text(try text())
            case "[": return try array()
            case "{": return try unrecordedTable()
            default: return try word()
        }
    }

    /// Reads `true`, `false`, or a number.
    private mutating func word() throws(Complaint) -> Item {
        let start = cursor
        var word = ""
        while let scalar = cursor.next, Self.isOfWord(scalar) {
            word.unicodeScalars.append(scalar)
            cursor.advance()
        }
        switch word {
            case "true": return .flag(true)
            case "false": return .flag(false)
            default:
                guard let number = Self.integer(word) ?? Self.number(word) else {
                    throw start.expected(
                        "a value (text stands in quotes; whole numbers have at most 64 bits)")
                }
                return number
        }
    }

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || "0123456789+-._:".unicodeScalars.contains(scalar))
    }

    /// A whole number: decimal, or with `0x`, `0o`, `0b`.
    private static func integer(_ word: String) -> Item? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
            let digits = word.dropFirst(2)
            guard digits.first != "+", digits.first != "-", let plain = plainDigits(digits) else {
                return nil
            }
            return Int(plain, radix: radix).map(Item.integer)
        }
        let digits = withoutSign(word)
        guard let plain = plainDigits(digits), plain.allSatisfy(\.isNumber), isWhole(plain) else {
            return nil
        }
        return Int((word.hasPrefix("-") ? "-" : "") + plain).map(Item.integer)
    }

    /// A number with a fraction, an exponent or both, or one of the special ones.
    private static func number(_ word: String) -> Item? {
        let sign = word.hasPrefix("-") ? "-" : ""
        let body = withoutSign(word)
        if body == "inf" { return .number(sign.isEmpty ? .infinity : -.infinity) }
        if body == "nan" { return .number(.nan) }
        guard let match = body.wholeMatch(of: /([0-9_]+)(?:\.([0-9_]+))?(?:[eE][+-]?([0-9_]+))?/)
        else { return nil }
        // Digits alone are a whole number, and here one that is too large.
        guard match.2 != nil || match.3 != nil else { return nil }
        guard let whole = plainDigits(match.1), isWhole(whole) else { return nil }
        for digits in [match.2, match.3] {
            if let digits, plainDigits(digits) == nil { return nil }
        }
        return Double(sign + body.filter { $0 != "_" }).map(Item.number)
    }

    private static func withoutSign(_ word: String) -> Substring {
        word.hasPrefix("+") || word.hasPrefix("-") ? word.dropFirst() : word[...]
    }

    /// The digits without their underscores, each of which must stand between two of them.
    private static func plainDigits(_ digits: Substring) -> String? {
        let groups = digits.split(separator: "_", omittingEmptySubsequences: false)
        return groups.contains("") ? nil : groups.joined()
    }

    /// Whether a whole number is written without needless zeros.
    private static func isWhole(_ digits: String) -> Bool {
        digits == "0" || !digits.hasPrefix("0")
    }
}
