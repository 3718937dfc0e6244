import Testing

@testable import Anomaly

@Suite struct FiniteTests {
    @Test func `the first value that is not finite is found at any place`() {
        let values: [Float] = (0..<100).map { Float($0) } + [3.4e38, -.leastNonzeroMagnitude]
        #expect(firstNotFinite(values) == nil)
        for index in values.indices {
            for wrong in [Float.nan, .signalingNaN, .infinity, -.infinity] {
                var values = values
                values[index] = wrong
                #expect(firstNotFinite(values) == index)
            }
        }
    }

    @Test(arguments: [0, 1023, 1024, 3000, 4095, 4100])
    func `of many values the first that is not finite is found`(index: Int) {
        var values = [Float](repeating: -.greatestFiniteMagnitude, count: 4101)
        #expect(firstNotFinite(values) == nil)
        for last in index..<values.count { values[last] = last % 2 == 0 ? .nan : .infinity }
        #expect(firstNotFinite(values) == index)
    }
}
