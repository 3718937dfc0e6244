import CKernels
import Testing

@testable import Anomaly

/// The instruction levels of this processor.
private let levels = [CKERNELS_BASELINE, CKERNELS_AVX2, CKERNELS_AVX512].filter {
    ckernels_use_level($0)
}

@Suite(.serialized) struct FiniteTests {
    @Test(arguments: levels)
    func `the first value that is not finite is found at any place`(level: ckernels_level) {
        #expect(ckernels_use_level(level))
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
