import CKernels
import Compute
import TestSupport
import Testing

extension KernelTests {
    @Suite struct DistanceMapTests {
        @Test(arguments: levels, [0, 2])
        func `agrees with the plain definition`(level: ckernels_level, first: Int) {
            #expect(ckernels_use_level(level))
            let a = formulaWeights("a", count: 3 * 37, limit: 2)
            let b = formulaWeights("b", count: 5 * 37, limit: 2)
            var map = [Float](repeating: .nan, count: 37)
            distanceMap(a, b, from: first, channels: 3, into: &map)
            let expected = (0..<37).map { pixel in
                (0..<3).reduce(Float(0)) { sum, channel in
                    let d = a[channel * 37 + pixel] - b[(first + channel) * 37 + pixel]
                    return sum + d * d
                } / 3
            }
            expectClose(map, expected, within: 1e-6)
        }

        @Test func `maps of unlike length trap`() async {
            await #expect(processExitsWith: .failure) {
                var map = [Float](repeating: 0, count: 2)
                distanceMap([1, 2, 3], [1, 2], from: 0, channels: 1, into: &map)
            }
        }
    }
}
