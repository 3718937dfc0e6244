import Testing

@testable import Settings

@Suite struct TOMLDocumentTests {
    private func items(_ text: String) throws(Complaint) -> [String: Item] {
        let entries = try TOMLDocument(text, file: "f").entries
        return Dictionary(
            uniqueKeysWithValues: entries.map { ($0.path.joined(separator: "/"), $0.item) })
    }

    private func places(_ text: String) throws -> [String: String] {
        let entries = try TOMLDocument(text, file: "f").entries
        return Dictionary(
            uniqueKeysWithValues: entries.map {
                (
                    $0.path.joined(separator: "/"),
                    "\($0.keyPlace.line):\($0.keyPlace.column) "
                        + "\($0.valuePlace.line):\($0.valuePlace.column)"
                )
            })
    }

    @Test(
        arguments: [
            ("true", .flag(true)), ("0", .integer(0)), ("-0", .integer(0)),
            ("+1_000", .integer(1000)),
            ("0xDEAD_beef", .integer(0xDEAD_BEEF)), ("0o17", .integer(15)), ("0b1_1", .integer(3)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("1.0", .number(1)), ("-1_0.2_5e-0_1", .number(-1.025)), ("1e06", .number(1e6)),
            ("0e0", .number(0)), ("-inf", .number(-.infinity)), ("'a\\b'", .text("a\\b")),
            ("\"\\b\\t\\n\\f\\r\\\"\\\\\\u00e9\\U0001F600\"", .text("\u{8}\t\n\u{C}\r\"\\é😀")),
            ("\"\\u0000\"", .text("\0")), ("\"\"", .text("")), ("''", .text("")),
            ("\"\"\"\na \\\n\n  b\"\"\"", .text("a b")), ("\"\"\"a\r\nb\"\"\"", .text("a\nb")),
            ("\"\"\"\"\"x\"\"\"\"\"", .text("\"\"x\"\"")), ("'''\n'x'''''", .text("'x''")),
            ("\"\"\"\\\"\"\"\"", .text("\"")), ("''''''", .text("")),
            (
                "[ # c ]\n 1, [ 'a' ,],\n { b = {} } , ]",
                .list([.integer(1), .list([.text("a")]), .table])
            ),
            ("[]", .list([])), ("{}", .table),
        ] as [(String, Item)])
    func `a value is read`(text: String, item: Item) throws {
        #expect(try items("a = \(text) # comment") == ["a": item])
    }

    @Test func `tables of every form give their keys a path`() throws {
        let text = """
            x = 1
            "q \\"é" . 'l.[' = 2
            [ a . "b" ]  # c
            y = { z.z = 3, w = {} }
            [a]
            v = 4
            [a.c.d]
            [e]
            [[t]]
            n = 5
            [t.u]
            n = 6
            [[t]]
            n = 7
            [after]
            n = 8
            """
        #expect(
            try items(text) == [
                "x": .integer(1), "q \"é/l.[": .integer(2), "a/b/y/z/z": .integer(3),
                "a/b/y/w": .table, "a/v": .integer(4), "a/c/d": .table, "e": .table, "t": .tables,
                "after/n": .integer(8),
            ])
    }

    @Test func `every key and value has its place`() throws {
        let text = """
            a = 1 # b = 2
              "b \\"\\u00e9.\\\\" = 'x # = ['
            'c.d' . e.  "f" = "]] \\" g = 1"
            h = [ 1, # one ]
              [ 2, "]" ],
            ]
            i = { c = 1, d.e = [ 1 ], "f" = { g = 2 } }
            j = \"\"\"
            k = 1 \\\"\"\" [
            \"\"\"
            é.l = 'é'
            m   =   4
            """.replacing("é.l = 'é'", with: "'é'.l = 'é'")
        #expect(
            try places(text) == [
                "a": "1:1 1:5", "b \"é.\\": "2:3 2:21", "c.d/e/f": "3:1 3:19", "h": "4:1 4:5",
                "i/c": "7:7 7:11", "i/d/e": "7:14 7:20", "i/f/g": "7:35 7:39", "j": "8:1 8:5",
                "é/l": "11:1 11:9", "m": "12:1 12:9",
            ])
        #expect(try places("\u{FEFF}a = 1\r\nb=2\r\n") == ["a": "1:1 1:5", "b": "2:1 2:3"])
    }

    @Test(
        arguments: [
            "a = ", "a", "= 1", "[a", "a]", "[[a]", "[]", "a = 'x", "a = \"x", "a = \"\"\"x\"\"",
            "a = [1", "a = [1 2]", "a = [,]", "a = {b = 1", "a = {b = 1,}", "a = {\n}", "a = {,}",
            "a = 1 b = 2", "a = \"\\q\"", "a = \"\\u12\"", "a = \"\\ud800\"", "a = \"\\U00110000\"",
            "a = \"x\ny\"", "a = 'x\ny'", "a = \"\u{7}\"", "a = 1 # \u{7}", "a = 1\r", "a.= 1",
            ".a = 1", "a..b = 1", "a b = 1", "é = 1", "a = 01", "a = 1_", "a = _1", "a = 1__0",
            "a = 1.", "a = .5", "a = 1.e1", "a = 1e", "a = +-1", "a = 0X1", "a = 0x", "a = +0x1",
            "a = 0b2", "a = 00", "a = 01.5", "a = 1e1.5", "a = 9223372036854775808", "a = True",
            "a = nope", "a = \"\"\"x\"\"\"\"\"\"", "a = 1979-05-27", "a = 07:32:00",
            "\"\"\"a\"\"\" = 1", "[a]]\n", "[[a]\n]",
            "a = \u{0}1",
        ])
    func `what is no TOML is refused`(text: String) {
        let complaint = #expect(throws: Complaint.self) { try TOMLDocument(text, file: "f") }
        #expect(complaint?.description.hasPrefix("f:") == true)
        #expect(complaint?.description.contains("\n") == false)
    }

    @Test(
        arguments: [
            "a = 1\na = 2", "a = 1\n\"a\" = 2", "a.b = 1\na = 2", "a = 1\na.b = 2", "[a]\n[a]",
            "a = 1\n[a]", "[a]\nb = 1\n[a.b]", "a = {}\n[a]", "a = {}\n[a.b]", "a = {}\na.b = 1",
            "a = { b = 1, b = 2 }", "a = { b.c = 1, b = 2 }", "[[a]]\n[a]", "[a]\n[[a]]",
            "a = []\n[[a]]",
            "[a.b]\n[[a]]", "a.b = 1\n[a]", "[a]\nb.c = 1\n[a.b]", "[a.b]\n[a]\nb.c = 1",
            "[[a]]\nb = 1\n[a.b]", "[a]\nb.c = 1\n[a]\nb.d = 2",
        ])
    func `nothing is given twice`(text: String) {
        let complaint = #expect(throws: Complaint.self) { try TOMLDocument(text, file: "f") }
        #expect(complaint?.message.contains("second time") == true)
    }

    @Test(
        arguments: [
            "a.b = 1\na.c = 2", "[a.b]\n[a]", "[a]\n[a.b]", "[[a]]\n[a.b]\n[[a]]\n[a.b]",
            "[a]\nb.c = 1\n[a.b.d]", "a = { b.c = 1, b.d = 2 }", "[a.b]\n[a]\nc = 1", "",
            "\n\r\n # x",
            "[a.b.c]\n[a]\nb.x = 1",
        ])
    func `what only looks like twice is taken`(text: String) throws {
        _ = try TOMLDocument(text, file: "f")
    }

    @Test func `a hostile file ends at a limit`() {
        for opening in ["[", "a = [", "a = {a = ", "a.", "[[[", "a = {a=[", "a = \"\"\"\\"] {
            let deep = String(repeating: opening, count: 50_000)
            #expect(throws: Complaint.self) { try TOMLDocument(deep, file: "f") }
        }
        let levels = TOMLParser.depthLimit
        let nested = { (n: Int) in
            "a = " + String(repeating: "[", count: n) + String(repeating: "]", count: n)
        }
        #expect(throws: Never.self) { try TOMLDocument(nested(levels), file: "f") }
        #expect(throws: Complaint.self) { try TOMLDocument(nested(levels + 1), file: "f") }
        let parts = Array(repeating: "a", count: TOMLParser.partLimit)
        let key = parts.joined(separator: ".")
        #expect(throws: Never.self) { try TOMLDocument("\(key) = 1", file: "f") }
        #expect(throws: Complaint.self) { try TOMLDocument("\(key).a = 1", file: "f") }
    }

    @Test func `any text comes to an end`() {
        let pieces = Array("[]{}=.,\"'\\#\n\r ab1_-\u{FEFF}é\u{0}".unicodeScalars)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                text.append(pieces[Int.random(in: 0..<pieces.count, using: &random)])
            }
            _ = try? TOMLDocument(String(text), file: "f")
        }
    }
}
