import Anomaly
import Testing

@testable import Evaluation

@Suite struct EvaluationTableTests {
    private func group(_ name: String, _ auroc: Double?) -> Evaluation.Group {
        Evaluation.Group(
            name: name, count: 2,
            image: [
                .efficientAD: RankMetrics(
                    positives: 2, negatives: 2, auroc: auroc, averagePrecision: 0.5,
                    f1Max: F1Max(value: 0.25, threshold: 0))
            ], pixel: nil, saturated: nil)
    }

    private func evaluation(_ kinds: [Evaluation.Group]) -> Evaluation {
        let promise = PromiseCheck(
            .efficientAD, Threshold(given: 2), good: [1, 3], defective: [1, 5])
        return Evaluation(
            folder: "parts", pictures: [], kinds: kinds, all: group("all", 0.75),
            stretched: nil, promises: [promise], advice: nil, mapThreshold: 0.1, skipped: [],
            warnings: [])
    }

    /// The words of the first line that begins so.
    private func words(_ table: String, after begin: String) -> [Substring] {
        let line = table.split(separator: "\n").first { $0.hasPrefix(begin) } ?? ""
        return line.dropFirst(begin.count).split(separator: " ")
    }

    @Test func `each kind has a row, then their mean, then all`() {
        let table = evaluation([group("dent", 1), group("stain", 0.5)]).table
        #expect(words(table, after: "image AUROC") == ["parts", "EfficientAD"])
        #expect(words(table, after: "dent") == ["2", "100.0"])
        #expect(words(table, after: "stain") == ["2", "50.0"])
        #expect(words(table, after: "mean of the kinds") == ["75.0"])
        #expect(words(table, after: "all") == ["2", "75.0"])
        #expect(!table.contains("pixels") && !table.contains("mAD"))
    }

    @Test func `a metric that one kind lacks has no mean, and one kind needs none`() {
        let table = evaluation([group("dent", nil), group("stain", 0.5)]).table
        #expect(words(table, after: "dent") == ["2", "–"])
        #expect(words(table, after: "mean of the kinds") == ["–"])
        #expect(!evaluation([group("dent", 1)]).table.contains("mean of the kinds"))
    }

    @Test func `the threshold's consequences are counted with their intervals`() {
        let table = evaluation([group("dent", 1)]).table
        #expect(table.contains("EfficientAD (decides in this model)"))
        #expect(
            table.contains(
                "false rejects 1 of 2 good parts: 50.0 % (95 % confidence: 1.3 to 98.7 %)"))
        #expect(table.contains("escapes       1 of 2 defective parts"))
    }
}
