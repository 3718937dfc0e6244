import Compute
import Testing

extension KernelTests {
    @Suite struct MaximumTests {
        private static let place: [Int32] = [0, 1, 2]

        private func index(_ values: [Float], ignored: [UInt8] = [], place: [Int32] = place) -> Int?
        {
            maximumIndex(of: values.span, ignored: ignored.span, place: place)
        }

        @Test func `the largest value is found, the first of equals`() {
            #expect(index([1, 2, 3, 4, 9, 5, 6, 9, 7]) == 4)
            #expect(index([-1, -2, -3, -4, -9, -5, -6, -9, -7]) == 0)
        }

        @Test func `what is ignored takes no part`() {
            let values: [Float] = [1, 2, 3, 4, 9, 5, 6, 8, 7]
            #expect(index(values, ignored: [0, 0, 0, 0, 1, 0, 0, 0, 0]) == 7)
            #expect(index(values, ignored: [0, 1, 1, 1, 1, 1, 1, 1, 1]) == 0)
            #expect(index(values, ignored: [UInt8](repeating: 1, count: 9)) == nil)
        }

        @Test func `the mask is looked up at the place of row and column`() {
            let values: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
            let ignored: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0, 0]
            #expect(index(values, ignored: ignored, place: [0, 1, 1]) == 6)
        }

        @Test func `a value that is not a number cannot hide`() {
            #expect(index([1, .infinity, 3, 4, .nan, 6, 7, 8, 9]) == 4)
            #expect(index([.nan, 2, 3, 4, 5, 6, 7, 8, 9]) == 0)
        }
    }
}
