import Testing

@testable import sight

@Suite struct ManualTextTests {
    @Test func `marks become fonts, and a dash in bold can be copied`() {
        #expect(ManualText.marked("say `--json` <FILE>") == "say \\fB\\-\\-json\\fR \\fIFILE\\fR")
        #expect(ManualText.marked("a <command> a\nb") == "a \\fIcommand\\fR a b")
    }

    @Test func `a placeholder may stand in bold`() {
        #expect(ManualText.marked("`/etc/<line>.toml`") == "\\fB/etc/\\fIline\\fB.toml\\fR")
    }

    @Test func `a comparison is no placeholder, and a lone mark means itself`() {
        #expect(ManualText.marked("0.1 < 4.8, 5 > 4") == "0.1 < 4.8, 5 > 4")
        #expect(ManualText.marked("a ` b") == "a \\(ga b")
    }

    @Test func `what roff would take for its own is escaped`() {
        #expect(ManualText.escaped("a\\b's …") == "a\\eb\\(aqs \\[u2026]")
    }

    @Test func `a line that begins with a dot is a line of text`() {
        var text = ManualText(page: .tool, date: "2026-11-25")
        text.paragraph(".toml is the ending")
        text.item("'a", "'b")
        text.example(".c")
        for line in ["\\&.toml is the ending", "\\(aqa", "\\(aqb", "\\&.c"] {
            #expect(text.roff.contains("\n\(line)\n"), "\(line)")
        }
    }

    @Test func `long texts are broken at spaces`() {
        var text = ManualText(page: .tool, date: "2026-11-25")
        text.paragraph(String(repeating: "word ", count: 100))
        for line in text.roff.split(separator: "\n").dropFirst() { #expect(line.count <= 78) }
    }
}
