import Anomaly
import Testing

@Suite struct ThresholdTests {
    let scores = (1...99).map { Float($0) }

    @Test(arguments: [(0.01, 99), (0.02, 98), (0.05, 95), (0.10, 90), (0.0199, 99)])
    func `the k-th largest of n promises k of n + 1`(rate: Double, passing: Float) throws {
        let threshold = Threshold(scores: scores, falseRejectRate: rate)
        #expect(threshold.value == passing.nextUp)
        #expect(passing < threshold.value)
        #expect(try #require(threshold.promised) <= rate)
        #expect(threshold.isSupported && threshold.warning == nil)
    }

    @Test func `more than the scores support is refused in words, not invented`() throws {
        let threshold = Threshold(scores: scores.shuffled(), falseRejectRate: 0.001)
        #expect(threshold.value == Float(99).nextUp)
        #expect(!threshold.isSupported)
        #expect(threshold.promised == 0.01)
        // 1 − 0.05^(1/99)
        #expect(abs(try #require(threshold.confidenceBound) - 0.029807) < 1e-5)
        let words = try #require(threshold.warning)
        #expect(words.contains("at least 999") && words.contains("has 99"))
        #expect(words.contains("1.00 % on average") && words.contains("2.99 % with 95 %"))
    }

    @Test func `the confidence bound is the quantile of a Beta distribution`() throws {
        // scipy.stats.beta.ppf(0.95, 5, 95)
        let threshold = Threshold(scores: scores, falseRejectRate: 0.05)
        #expect(abs(try #require(threshold.confidenceBound) - 0.090074) < 1e-5)
    }

    @Test func `a count of failures has a bound of its own`() {
        #expect(Threshold(scores: scores, falseRejectRate: 0.01).mostFailures(among: 99) == 5)
        let fifth = Threshold(scores: scores, falseRejectRate: 0.05)
        #expect(
            fifth.mostFailures(among: 99)
                == mostAbove(rank: 5, of: 99, among: 99, confidence: 0.975)
        )
    }

    @Test func `a given threshold promises nothing`() {
        let threshold = Threshold(given: 3.2)
        #expect(threshold.mostFailures(among: 10) == nil)
        #expect(threshold.value == 3.2 && threshold.promised == nil && threshold.isSupported)
    }
}
