import Testing

@testable import Events

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8))
    }

    @Test func `every kind of value is read`() throws {
        let text = #" { "a" : [ 1 , -0.5e+3 , true , false , null , "\u0041\ud83d\ude00\n" ] } "#
        let expected = JSONValue.object([
            "a": .array([
                .number("1"), .number("-0.5e+3"), .boolean(true), .boolean(false), .null,
                .text("A😀\n"),
            ])
        ])
        #expect(try parse(text) == expected)
        #expect(try parse("{}") == .object([:]))
        #expect(try parse("[]") == .array([]))
    }

    @Test(
        arguments: [
            "", " ", "01", "1.", ".5", "1e", "+1", "-", "0x1", "NaN", "Infinity", "tru", "nulll",
            "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "\"", "\"\\\"", "\"\\x41\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"",
            "\"\\udc00\\udc00\"",
            "\"\\ud800\\u0041\"", "\"\u{9}\"", "\"\u{0}\"", "1 2", "{\"a\":1,\"a\":2}", "'a'",
            "[1]]", "// 1", "\u{FEFF}1",
        ])
    func `what the grammar does not know is refused`(text: String) {
        #expect(throws: EventsError.self) { try parse(text) }
    }

    @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]])
    func `text that is no UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: EventsError.self) { try JSONParser.parse(bytes) }
    }

    @Test func `depth and length have limits`() throws {
        let deep = { (n: Int) in
            String(repeating: "[", count: n) + String(repeating: "]", count: n)
        }
        _ = try parse(deep(JSONParser.depthLimit))
        #expect(throws: EventsError.self) { try parse(deep(JSONParser.depthLimit + 1)) }
        #expect(throws: EventsError.self) { try parse(deep(30_000)) }
        let spaces = String(repeating: " ", count: LineWriter.limit)
        _ = try parse(spaces.dropLast() + "1")
        #expect(throws: EventsError.tooLong(bytes: LineWriter.limit + 1)) {
            try parse(spaces + "1")
        }
    }
}
