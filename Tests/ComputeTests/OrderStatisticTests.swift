import Compute
import TestSupport
import Testing

extension KernelTests {
    @Suite struct OrderStatisticTests {
        @Test func `every place agrees with sorting`() {
            let values =
                formulaWeights("values", count: 200, limit: 3) + [
                    0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 3e38, 7, 7,
                ]
            let sorted = values.sorted()
            for index in values.indices {
                #expect(orderStatistic(index, of: values) == sorted[index])
            }
        }

        @Test func `a place beyond the values traps`() async {
            await #expect(processExitsWith: .failure) { _ = orderStatistic(2, of: [1, 2]) }
        }
    }
}
