import Testing

@testable import Evaluation

@Suite struct ShareTests {
    @Test(arguments: [
        (0, 10, 0, 0.30850), (10, 10, 0.69150, 1), (5, 10, 0.18709, 0.81291),
        (1, 100, 0.00025, 0.05446), (0, 0, 0, 1),
    ])
    func `Clopper and Pearson's interval`(count: Int, total: Int, low: Double, high: Double) {
        let share = Share(count, of: total)
        #expect(abs(share.interval.lowerBound - low) < 1e-5)
        #expect(abs(share.interval.upperBound - high) < 1e-5)
        #expect(share.value == (total == 0 ? 0 : Double(count) / Double(total)))
    }
}
