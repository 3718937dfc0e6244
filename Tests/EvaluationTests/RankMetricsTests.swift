import Anomaly
import Foundation
import Testing

@testable import Evaluation

@Suite struct RankMetricsTests {
    /// Labels, scores and what scikit-learn makes of them.
    private struct Case {
        let isPositive: [Bool]
        let scores: [Double]
        let expected: [Double]

        init(_ number: Int) throws {
            let path = repository.appending(path: "Tests/Fixtures/oracle/metrics.safetensors")
            let bytes = [UInt8](try Data(contentsOf: path))
            let file = try SafeTensors(bytes, file: "metrics")
            let labels = try file.tensor("labels\(number)").range
            let start = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
            isPositive = stride(from: labels.lowerBound, to: labels.upperBound, by: 8).map {
                bytes[start + $0] == 1
            }
            scores = try file.doubles("scores\(number)")
            expected = try file.doubles("auroc_ap_f1max\(number)")
        }
    }

    @Test(arguments: 0..<8) func `scikit-learn says the same to a billionth`(number: Int) throws {
        let example = try Case(number)
        let metrics = RankMetrics(scores: example.scores, isPositive: example.isPositive)
        let found = [metrics.auroc, metrics.averagePrecision, metrics.f1Max?.value]
        #expect(metrics.positives > 0 && metrics.negatives > 0)
        for (found, expected) in zip(found, example.expected) {
            #expect(abs(try #require(found) - expected) < 1e-9)
        }
    }

    @Test func `ties are one point of the curve, and the lowest of equal thresholds counts`() throws
    {
        let metrics = RankMetrics(
            scores: [0.1, 0.4, 0.4, 0.8, 0.4, 0.9, 0.2, 0.1],
            isPositive: [false, false, true, true, false, true, false, true])
        #expect(metrics.auroc == 0.71875)
        #expect(abs(try #require(metrics.averagePrecision) - 0.775) < 1e-15)
        #expect(metrics.f1Max == F1Max(value: 2.0 / 3, threshold: 0.1))
    }

    @Test func `a missing class leaves AUROC undefined`() {
        let good = RankMetrics(good: [1, 2], defective: [])
        #expect(good.auroc == nil && good.averagePrecision == nil && good.f1Max == nil)
        let defective = RankMetrics(good: [], defective: [1, 2])
        #expect(defective.auroc == nil && defective.averagePrecision == 1)
        #expect(RankMetrics(good: [], defective: []).auroc == nil)
    }

    @Test func `scores that separate and scores that do not`() {
        #expect(RankMetrics(good: [1, 2], defective: [3]).auroc == 1)
        #expect(RankMetrics(good: [3], defective: [1, 2]).auroc == 0)
        #expect(RankMetrics(good: [1, 1], defective: [1, 1, 1]).auroc == 0.5)
        #expect(RankMetrics(good: [1, 1], defective: [1, 1]).f1Max?.value == 2.0 / 3)
    }

    @Test(arguments: 0..<40) func `the definitions, word for word`(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let count = Int.random(in: 2...60, using: &random)
        let levels = Int.random(in: 1...20, using: &random)
        let scores = (0..<count).map { _ in Double(Int.random(in: 0..<levels, using: &random)) / 8 }
        var truth = (0..<count).map { _ in Bool.random(using: &random) }
        (truth[0], truth[1]) = (true, false)
        let metrics = RankMetrics(scores: scores, isPositive: truth)
        let plain = PlainMetrics(scores: scores, truth: truth)
        #expect(abs(try #require(metrics.auroc) - plain.auroc) < 1e-12)
        #expect(abs(try #require(metrics.averagePrecision) - plain.averagePrecision) < 1e-12)
        #expect(abs(try #require(metrics.f1Max?.value) - plain.f1Max) < 1e-12)
    }

    @Test func `mAD is the mean of seven`() throws {
        let values: [Double?] = [98.1, 99.3, 97.3, 97.4, 56.0, 58.9, 90.9]
        #expect(abs(try #require(meanOfMetrics(values)) - 85.414) < 5e-4)
        #expect(meanOfMetrics([1, 1, 1, nil, 1, 1, 1]) == nil)
    }
}

/// The three metrics by their definitions, threshold by threshold.
struct PlainMetrics {
    var auroc = 0.0
    var averagePrecision = 0.0
    var f1Max = 0.0

    init(scores: [Double], truth: [Bool]) {
        let positives = zip(scores, truth).filter(\.1).map(\.0)
        let negatives = zip(scores, truth).filter { !$0.1 }.map(\.0)
        for high in positives {
            for low in negatives { auroc += high > low ? 1 : high == low ? 0.5 : 0 }
        }
        auroc /= Double(positives.count * negatives.count)
        var recall = 0.0
        for threshold in Set(scores).sorted(by: >) {
            let hits = Double(positives.count { $0 >= threshold })
            let misses = Double(negatives.count { $0 >= threshold })
            let next = hits / Double(positives.count)
            averagePrecision += (next - recall) * hits / (hits + misses)
            recall = next
            f1Max = max(f1Max, 2 * hits / (hits + misses + Double(positives.count)))
        }
    }
}
