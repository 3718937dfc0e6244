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
}
