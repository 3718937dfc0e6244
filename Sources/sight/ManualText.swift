import Foundation
import Host
import Inspection

/// A manual page in the making: sentences in, roff(7) with the macros of man(7) out.
///
/// Words between backticks become bold, words between angle brackets become italic placeholders,
/// and there may be these inside of those.
struct ManualText {
    /// The page so far.
    private(set) var roff: String

    /// Begins a page.
    init(page: ManualPage, date: String) {
        roff = """
            .\\" Made by `sight manual \(page.rawValue)` of the program's own tables: change those.
            .TH \(page.name.uppercased()) \(page.section) \(date) "sight \(sightVersion)" "Sight"
            .nh
            .ad l

            """
    }

    /// Begins a section.
    mutating func section(_ title: String) { roff += ".SH \(title)\n" }

    /// Begins a part of a section.
    mutating func part(_ title: String) { roff += ".SS \(Self.escaped(title))\n" }

    /// The section that says what the page is about.
    mutating func name(_ page: ManualPage, _ meaning: String) {
        section("NAME")
        roff += "\(page.name) \\- \(Self.escaped(meaning))\n"
    }

    /// Writes a paragraph.
    mutating func paragraph(_ text: String) {
        separate()
        roff += Self.wrapped(Self.marked(text))
    }

    /// Puts space above a paragraph that is not the first of its section.
    private mutating func separate() {
        let last = roff.split(separator: "\n").last ?? ""
        if !last.hasPrefix(".SH") && !last.hasPrefix(".SS") { roff += ".PP\n" }
    }

    /// Writes a term, and indented below it what it means.
    mutating func item(_ term: String, _ text: String) {
        roff += ".TP\n\(Self.guarded(Self.marked(term)))\n" + Self.wrapped(Self.marked(text))
    }

    /// Goes on with the last item in a paragraph of its own.
    mutating func more(_ text: String) { roff += ".IP\n" + Self.wrapped(Self.marked(text)) }

    /// Writes lines as they are.
    mutating func example(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        separate()
        roff += ".RS 4\n.EX\n"
        roff += lines.map { Self.guarded(Self.escaped($0)) }.joined(separator: "\n")
        roff += "\n.EE\n.RE\n"
    }

    /// Writes what each exit code means.
    mutating func exitCodes() {
        section("EXIT STATUS")
        for code in ToolExit.allCases { item("`\(code.rawValue)`", code.meaning) }
    }

    /// A text with its marks as roff, one line.
    static func marked(_ text: String) -> String {
        let line = text.split(separator: "\n").joined(separator: " ")
        var result = ""
        var rest = Substring(line)
        while let match = rest.firstMatch(of: /`([^`]+)`|<([A-Za-z][^<>]*)>/) {
            result += escaped(rest[..<match.range.lowerBound])
            if let code = match.1 {
                result += "\\fB" + bold(code) + "\\fR"
            } else if let placeholder = match.2 {
                result += "\\fI" + escaped(placeholder) + "\\fR"
            }
            rest = rest[match.range.upperBound...]
        }
        return result + escaped(rest)
    }

    /// The inside of a bold text, in which there may be placeholders.
    private static func bold(_ code: Substring) -> String {
        // An option has to be one that can be copied from the page.
        escaped(code).replacing("-", with: "\\-").replacing(/<([a-z]+)>/) { match in
            "\\fI\(match.1)\\fB"
        }
    }

    /// Breaks a text at its spaces into lines that a person can edit and a tool can check.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= 78 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map { guarded($0) + "\n" }.joined()
    }

    /// A text that means itself in roff, whatever is in it.
    static func escaped(_ text: some StringProtocol) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
                case "\\": "\\e"
                case "'": "\\(aq"
                case "`": "\\(ga"
                case "~": "\\(ti"
                case "^": "\\(ha"
                case _ where scalar.isASCII: String(scalar)
                default: "\\[u" + hexadecimal(scalar.value) + "]"
            }
        }.joined()
    }

    /// A line that is no request, whatever it begins with.
    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
