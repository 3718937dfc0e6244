import Anomaly
import Testing

@Suite struct OrderStatisticBoundTests {
    @Test(arguments: [
        (1, 99, 0.95, 0.0298071), (5, 99, 0.95, 0.0900741), (1, 10, 0.975, 0.3084971),
        (10, 10, 0.025, 0.6915029), (3, 20, 0.5, 0.1314655),
    ])
    func `the quantile of a Beta distribution`(
        rank: Int, count: Int, confidence: Double, expected: Double
    ) {
        // Of rank 1: 1 − (1 − q)^(1/n); of rank n: q^(1/n); the others by a plain sum in Python.
        let bound = orderStatisticBound(rank: rank, of: count, confidence: confidence)
        #expect(abs(bound - expected) < 2e-5)
    }

    @Test func `so many of as many more lie above the largest`() {
        // P(X >= x) = 1/2 · 99/199 · 98/198 …: 0.029 for 5, 0.060 for 4.
        #expect(mostAbove(rank: 1, of: 100, among: 100, confidence: 0.95) == 4)
        #expect(mostAbove(rank: 1, of: 100, among: 0, confidence: 0.95) == 0)
        #expect(mostAbove(rank: 3, of: 3, among: 1, confidence: 0.95) == 1)
        // One more part: above the largest of 99 with probability 1/100.
        #expect(mostAbove(rank: 1, of: 99, among: 1, confidence: 0.95) == 0)
        #expect(mostAbove(rank: 1, of: 99, among: 1, confidence: 0.995) == 1)
    }

    @Test(arguments: [(1, 30, 20), (3, 30, 40), (10, 60, 15)])
    func `a count of a permutation says the same`(rank: Int, known: Int, fresh: Int) {
        var random = SystemRandomNumberGenerator()
        let most = mostAbove(rank: rank, of: known, among: fresh, confidence: 0.9)
        var (within, below) = (0, 0)
        let rounds = 4000
        for _ in 0..<rounds {
            let order = Array(0..<known + fresh).shuffled(using: &random)
            let limit = order.prefix(known).sorted(by: >)[rank - 1]
            let above = order.dropFirst(known).count { $0 > limit }
            if above <= most { within += 1 }
            if above < most { below += 1 }
        }
        // Six deviations of a share near 0.9.
        #expect(Double(within) / Double(rounds) > 0.9 - 0.03)
        #expect(Double(below) / Double(rounds) < 0.9 + 0.03)
    }
}
