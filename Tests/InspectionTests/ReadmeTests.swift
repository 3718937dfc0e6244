import Events
import Foundation
import Settings
import Testing

/// The README's tables are those of the program.
@Suite(.serialized) struct ReadmeTests {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../README.md").standardized

    @Test(arguments: [
        ("settings", Settings.markdownTable), ("events", Event.markdownTable),
    ])
    func `the table is the program's own`(name: String, table: String) throws {
        let begin = "<!-- \(name): begin -->\n"
        let end = "<!-- \(name): end -->"
        let text = try String(contentsOf: Self.path, encoding: .utf8)
        let start = try #require(text.range(of: begin)).upperBound
        let stop = try #require(text.range(of: end)).lowerBound
        if ProcessInfo.processInfo.environment["WRITE_FIXTURES"] != nil {
            let written = text[..<start] + table + text[stop...]
            try String(written).write(to: Self.path, atomically: true, encoding: .utf8)
        }
        #expect(
            String(text[start..<stop]) == table,
            "if meant: WRITE_FIXTURES=1 swift test --disable-xctest --filter ReadmeTests")
    }
}
