import Testing

@testable import Capture

@Suite struct FrameNumberingTests {
    @Test func `the first number is the base, whatever it is`() {
        var numbering = FrameNumbering()
        let first = numbering.number(4711)
        #expect(first.gap == nil && first.ordinal == 0)
        let second = numbering.number(4712)
        #expect(second.gap == nil && second.ordinal == 1)
    }

    @Test func `skipped numbers take ordinals`() {
        var numbering = FrameNumbering()
        _ = numbering.number(1)
        let frame = numbering.number(5)
        #expect(frame.gap == .init(count: 3, firstOrdinal: 1, firstSequence: 2))
        #expect(frame.ordinal == 4)
        #expect(numbering.next == 5)
    }

    @Test func `the count goes on over 2 to the 32`() {
        var numbering = FrameNumbering()
        _ = numbering.number(.max - 1)
        let frame = numbering.number(1)
        #expect(frame.gap == .init(count: 2, firstOrdinal: 1, firstSequence: .max))
        #expect(frame.ordinal == 3)
    }

    @Test(arguments: [0, 7, 8] as [UInt32])
    func `a number that is not ahead is a new base`(sequence: UInt32) {
        var numbering = FrameNumbering()
        _ = numbering.number(8)
        let frame = numbering.number(sequence)
        #expect(frame.gap == nil && frame.ordinal == 1)
        #expect(numbering.number(sequence + 1).gap == nil)
    }

    @Test func `a driver that does not count has no gaps`() {
        var numbering = FrameNumbering()
        for ordinal in 0..<5 as Range<UInt64> {
            let frame = numbering.number(0)
            #expect(frame.gap == nil && frame.ordinal == ordinal)
        }
    }

    @Test func `after a restart the next number is the base and our count goes on`() {
        var numbering = FrameNumbering()
        _ = numbering.number(100)
        numbering.restart()
        let frame = numbering.number(200)
        #expect(frame.gap == nil && frame.ordinal == 1)
    }
}
