import Foundation

/// One file of the repository, as the rules see it.
struct SourceFile: Sendable {
    /// From the repository's root.
    let path: String
    let lines: [Substring]
    /// Each line without its comment, with its number.
    let code: [(number: Int, text: Substring)]

    init?(path: String, root: URL) {
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else {
            return nil
        }
        self.init(path: path, text: text)
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = lines.enumerated().map { ($0 + 1, Self.withoutComment($1)) }
    }

    /// The name of the module or test target that the file belongs to.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The file's name without its ending.
    var name: String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.prefix { $0 != "." })
    }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// Where a comment begins: at `//`, but not at the one of an address.
    private static func withoutComment(_ line: Substring) -> Substring {
        let bytes = line.utf8
        var before: UInt8 = 0
        for index in bytes.indices {
            let after = bytes.index(after: index)
            if bytes[index] == UInt8(ascii: "/"), before != UInt8(ascii: ":"),
                after < bytes.endIndex, bytes[after] == UInt8(ascii: "/")
            {
                let code = line[..<index]
                return code.prefix(code.count - code.reversed().prefix { $0 == " " }.count)
            }
            before = bytes[index]
        }
        return line
    }

    /// The modules that the file imports, with the lines that do.
    var imports: [(number: Int, module: String)] {
        let pattern =
            #/
            (?:@\w+\ |public\ |package\ |internal\ |private\ )*
            import\ (?:struct\ |class\ |enum\ |protocol\ |func\ |let\ |var\ |typealias\ )?
            (\w+).*
            /#
        // The cheap question first: there are many lines, and few imports.
        return code.compactMap { number, text in
            guard text.utf8.count < 100, text.contains("import ") else { return nil }
            return text.wholeMatch(of: pattern).map { (number, String($0.1)) }
        }
    }

    /// Each function, from the line that names it to the brace that closes it.
    ///
    /// By indentation, which the formatter keeps right: the brace stands under the beginning.
    var functions: [(number: Int, lines: Int)] { isSwift ? swiftFunctions : cFunctions }

    private var swiftFunctions: [(number: Int, lines: Int)] {
        var found: [(number: Int, lines: Int)] = []
        let begins = /(?:^|[^.\w])(?:func |init[?!(<]|deinit\b|subscript\()/
        for (number, text) in code where text.contains(begins) {
            let indent = text.prefix { $0 == " " }
            if text.hasSuffix("}") { continue }
            let rest = lines[number...]
            let brace = indent + "}"
            guard
                let end = rest.firstIndex(where: { $0.hasPrefix(brace) }),
                // A requirement of a protocol has no body: it ends where the next one begins.
                lines[(number - 1)...end].contains(where: { $0.hasSuffix("{") })
            else { continue }
            found.append((number, end - number + 2))
        }
        return found
    }

    private var cFunctions: [(number: Int, lines: Int)] {
        var found: [(number: Int, lines: Int)] = []
        var start: Int?
        for (number, text) in code {
            if start == nil, text.hasSuffix(") {"), !text.hasPrefix("#") { start = number }
            if text == "}", let begun = start {
                found.append((begun, number - begun + 1))
                start = nil
            }
        }
        return found
    }
}
