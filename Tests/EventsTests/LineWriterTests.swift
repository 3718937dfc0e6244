import Events
import Foundation
import Realtime
import TestSupport
import Testing

@Suite struct LineWriterTests {
    static let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/events.jsonl")

    @Test func `the lines are those of the golden file`() throws {
        let written = Samples.all.map(string).joined()
        if ProcessInfo.processInfo.environment["WRITE_FIXTURES"] != nil {
            try Data(written.utf8).write(to: Self.golden)
        }
        let kept = try String(contentsOf: Self.golden, encoding: .utf8)
        #expect(
            written == kept,
            "if meant: WRITE_FIXTURES=1 swift test --disable-xctest --filter LineWriterTests")
    }

    @Test(arguments: Samples.all) func `another JSON reader reads the line`(event: Event) throws {
        let object = try JSONSerialization.jsonObject(with: Data(line(event)))
        let members = try #require(object as? [String: Any])
        #expect(members["event"] as? String == event.kind.name)
    }

    @Test(.enabled(if: countsAllocations), arguments: Samples.all)
    func `writing a line allocates nothing`(event: Event) {
        var writer = LineWriter()
        #expect(allocations { writer.write(event) } == 0)
    }

    @Test(.enabled(if: countsAllocations)) func `no number's digits allocate`() {
        var writer = LineWriter()
        var event = VerdictEvent()
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            event.score = Float(bitPattern: random.next())
            let made = allocations { writer.write(.verdict(event)) }
            #expect(made == 0, "\(String(describing: event.score))")
        }
    }

    @Test func `a number that JSON does not know is null`() {
        for score in [Float.nan, .infinity, -.infinity, .signalingNaN] {
            var event = VerdictEvent()
            event.score = score
            #expect(string(.verdict(event)).contains("\"score\":null,"))
        }
    }

    @Test func `characters that would end or break a line are escaped`() {
        var event = StateEvent(.stalled)
        event.why = "\u{0}\u{1F}\"\\\n\r\t\u{7F}\u{9B}\u{2028}\u{2029}é€😀"
        let expected =
            #"\u0000\u001f\"\\\n\r\t\u007f\u009b\u2028\u2029é€😀"#
        #expect(string(.state(event)).contains("\"why\":\"\(expected)\"}\n"))
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"),
            ([0xE2, 0x82, 0x41], "\u{FFFD}A"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
        ] as [([UInt8], String)])
    func `bytes that are no UTF-8 are replaced`(bytes: [UInt8], expected: String) throws {
        var event = VerdictEvent()
        for byte in bytes { event.partID.append(byte) }
        let written = line(.verdict(event))
        let text = try #require(String(validating: written, as: UTF8.self))
        #expect(text.contains("\"part_id\":\"\(expected)\""))
    }

    @Test func `no line is longer than the limit`() {
        let long = String(repeating: "\u{1}", count: 100_000)
        var hello = Samples.hello
        hello.version = long
        hello.line = long
        hello.bootID = long
        hello.invocationID = long
        hello.model = long
        hello.modelName = long
        var verdict = Samples.verdict
        verdict.model = long
        verdict.precision = long
        while verdict.regions.append(Box(x: .min, y: .min, width: .min, height: .min)) {}
        for _ in 0..<200 { verdict.partID.append(1) }
        for event in [Event.hello(hello), .verdict(verdict)] {
            let written = line(event)
            #expect(written.count < LineWriter.limit / 4)
            #expect((try? LineReader.event(written)) != nil)
        }
    }
}
