import Demo
import Testing

@Suite struct PixelBoxTests {
    @Test func `a union holds both boxes and no more`() {
        let one = PixelBox(x: 10, y: 20, width: 5, height: 6)
        let other = PixelBox(x: 2, y: 24, width: 3, height: 30)
        #expect(one.union(other) == PixelBox(x: 2, y: 20, width: 13, height: 34))
        #expect(one.union(one) == one)
    }

    @Test func `the first pixel is inside, the one behind the last is not`() {
        let box = PixelBox(x: 10, y: 20, width: 5, height: 6)
        #expect(box.contains(column: 10, row: 20))
        #expect(box.contains(column: 14, row: 25))
        #expect(!box.contains(column: 15, row: 20))
        #expect(!box.contains(column: 10, row: 26))
    }
}
