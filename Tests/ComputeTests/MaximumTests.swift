import CKernels
import Compute
import Testing

extension KernelTests {
    @Suite struct MaximumTests {
        private static let place: [Int32] = [0, 1, 2]

        private func index(_ values: [Float], ignored: [UInt8] = [], place: [Int32] = place) -> Int?
        {
            maximumIndex(of: values.span, ignored: ignored.span, place: place)
        }

        @Test(arguments: levels)
        func `the largest value is found, the first of equals`(level: ckernels_level) {
            #expect(ckernels_use_level(level))
            #expect(index([1, 2, 3, 4, 9, 5, 6, 9, 7]) == 4)
            #expect(index([-1, -2, -3, -4, -9, -5, -6, -9, -7]) == 0)
        }

        @Test(arguments: levels)
        func `what is ignored takes no part`(level: ckernels_level) {
            #expect(ckernels_use_level(level))
            let values: [Float] = [1, 2, 3, 4, 9, 5, 6, 8, 7]
            #expect(index(values, ignored: [0, 0, 0, 0, 1, 0, 0, 0, 0]) == 7)
            #expect(index(values, ignored: [0, 1, 1, 1, 1, 1, 1, 1, 1]) == 0)
            #expect(index(values, ignored: [UInt8](repeating: 1, count: 9)) == nil)
        }

        @Test(arguments: levels)
        func `the mask is looked up at the place of row and column`(level: ckernels_level) {
            #expect(ckernels_use_level(level))
            let values: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
            let ignored: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0, 0]
            #expect(index(values, ignored: ignored, place: [0, 1, 1]) == 6)
        }

        @Test(arguments: levels)
        func `a value that is not a number cannot hide`(level: ckernels_level) {
            #expect(ckernels_use_level(level))
            #expect(index([1, .infinity, 3, 4, .nan, 6, 7, 8, 9]) == 4)
            #expect(index([.nan, 2, 3, 4, 5, 6, 7, 8, 9]) == 0)
        }
    }
}
