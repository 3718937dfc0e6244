import Realtime
import TestSupport
import Testing

@Suite struct InlineTextTests {
    @Test(arguments: ["", "a", "äöü €", String(repeating: "x", count: InlineText.capacity)])
    func `a text that fits comes back as it was`(text: String) {
        let inline = InlineText(text)
        #expect(inline.string == text)
        #expect(Int(inline.count) == text.utf8.count)
        #expect(inline.isEmpty == text.isEmpty)
    }

    @Test func `a longer text keeps its end`() {
        let text = String(repeating: "a", count: 300) + "/end.png"
        #expect(InlineText(text).string == text.suffix(InlineText.capacity))
    }

    @Test(arguments: 0..<4) func `a cut never begins inside a character`(shift: Int) {
        let text = String(repeating: "€", count: 90) + String(repeating: "z", count: shift)
        let kept = InlineText(text).string
        #expect(text.hasSuffix(kept))
        #expect(kept.utf8.count > InlineText.capacity - 3)
    }

    @Test func `bytes are appended until the text is full`() {
        var text = InlineText()
        for _ in 0..<InlineText.capacity + 5 { text.append(UInt8(ascii: "q")) }
        #expect(Int(text.count) == InlineText.capacity)
        #expect(text[InlineText.capacity - 1] == UInt8(ascii: "q"))
    }

    @Test func `texts are equal when their bytes are`() {
        #expect(InlineText("part 1") == InlineText("part 1"))
        #expect(InlineText("part 1") != InlineText("part 2"))
        #expect(InlineText("part") != InlineText("part 1"))
    }

    @Test(.enabled(if: countsAllocations)) func `copying and reading allocates nothing`() {
        let text = InlineText("000123 scratch")
        var sum = 0
        let made = allocations {
            let copy = text
            for index in 0..<Int(copy.count) { sum += Int(copy[index]) }
        }
        #expect(made == 0)
    }

    @Test func `a byte that is not there traps`() async {
        await #expect(processExitsWith: .failure) { _ = InlineText("ab")[2] }
    }
}
