/// How texts of unknown content appear in messages and in TOML: on one line, and not endless.
enum Spelling {
    /// A TOML basic string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
                case "\"", "\\": result += "\\" + String(scalar)
                case "\n": result += "\\n"
                case "\t": result += "\\t"
                case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// At most 60 characters of a text, quoted.
    static func shortened(_ text: String) -> String {
        let start = text.prefix(60)
        return quoted(start.endIndex < text.endIndex ? start + "…" : String(start))
    }

    /// A key as a message names it: bare where it can be, each part shortened.
    static func key(_ path: [String]) -> String {
        path.map { part in
            let isBare = !part.isEmpty && part.count <= 60 && part.utf8.allSatisfy(isBare)
            return isBare ? part : shortened(part)
        }.joined(separator: ".")
    }

    /// A number without a needless fraction.
    static func number(_ value: Double) -> String {
        if let whole = Int(exactly: value), abs(whole) < 1_000_000_000 { return "\(whole)" }
        return "\(value)"
    }

    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
        }
    }
}
