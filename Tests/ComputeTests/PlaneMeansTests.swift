import CKernels
import Compute
import TestSupport
import Testing

extension KernelTests {
    @Suite struct PlaneMeansTests {
        @Test(arguments: levels)
        func `agrees with the plain definition`(level: ckernels_level) {
            #expect(ckernels_use_level(level))
            let values = formulaWeights("values", count: 5 * 41, limit: 3)
            var means = [Double](repeating: .nan, count: 4)
            planeMeans(values, pixels: 41, into: &means)
            let expected = (0..<4).map { channel in
                values[(channel * 41)..<((channel + 1) * 41)].map(Double.init).reduce(0, +) / 41
            }
            expectClose(means, expected, within: 1e-13)
        }
    }
}
