import Anomaly
import Foundation
import Testing

@testable import sight

@Suite struct ModelSheetTests {
    @Test func `the sheet tells widths, parameters, data and thresholds`() {
        let lines = ModelSheet(Self.model, path: "press-3.safetensors").text
            .split(separator: "\n").map(String.init)
        #expect(lines.contains("model         press-3.safetensors"))
        #expect(lines.contains("detector      efficientad+puad"))
        #expect(lines.contains("size          custom, 1 234 parameters"))
        #expect(lines.contains("teacher       2 3 4 5"))
        #expect(lines.contains("fitted to     119 pictures, digest 0123456789abcdef"))
        #expect(lines.contains("made by       sight 0.1.0"))
        #expect(lines.contains { $0.hasPrefix("int8          no ranges of good parts") })
        var ranged = Self.model
        ranged.weights.ranges = ActivationRanges(values: [1])
        let sheet = ModelSheet(ranged, path: "x").text
        #expect(sheet.contains("int8          held-out good parts not scored in it, which `sight "))
        let threshold = lines.filter { $0.contains("of good parts fail") }
        #expect(threshold.count == 3)
        // The highest of 99 scores is 99: one part in a hundred lies above it.
        #expect(threshold[0].hasPrefix("threshold     99: about 1 % of good parts fail"))
    }

    @Test func `the JSON object says the same`() throws {
        let text = try ModelSheet(Self.model, path: "x").json()
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["detector"] as? String == "efficientad+puad")
        #expect(object["parameters"] as? Int == 1234)
        #expect(object["has_int8_ranges"] as? Bool == false)
        #expect(object["bytes_from_layer"] is NSNull)
        let widths = try #require(object["widths"] as? [String: [Int]])
        #expect(widths["teacher"] == [2, 3, 4, 5])
        let thresholds = try #require(object["thresholds"] as? [[String: Double]])
        #expect(thresholds.map { $0["false_reject_rate"] } == [0.01, 0.02, 0.03])
    }

    @Test func `the sheet tells how far other numbers are off`() throws {
        var model = Self.model
        model.weights.ranges = ActivationRanges(values: [1])
        (model.otherScores[.bf16], model.otherScores[.int8]) = (
            model.calibrationScores, model.calibrationScores
        )
        model.bytesFrom = 1
        for index in model.calibrationScores.indices {
            model.otherScores[.int8]?[index].combined += 0.5
        }
        let text = ModelSheet(model, path: "x").text
        #expect(text.contains("bf16          99 held-out good parts deviate by 0.0 on average"))
        #expect(text.contains("int8          layers from 2 on: does not hold: the scores of its"))
        let json = try ModelSheet(model, path: "x").json()
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let precisions = try #require(object["precisions"] as? [String: [String: Any]])
        #expect(precisions["bf16"]?["holds"] as? Bool == true)
        #expect(precisions["int8"]?["holds"] as? Bool == false)
        #expect(precisions["int8"]?["mean_deviation"] as? Double == 0.5)
    }

    /// Weights of which only names, shapes and counts matter.
    private static let model: Model = {
        let widths = [2, 3, 4, 5]
        var tensors = ["teacher.conv1.bias": Tensor(shape: [1220], values: zeros(1220))]
        for (layer, width) in widths.enumerated() {
            tensors["teacher.conv\(layer + 1).weight"] = Tensor(
                shape: [width], values: zeros(width))
        }
        var model = Model(
            weights: NetworkWeights(tensors: tensors, teacherMean: [], teacherDeviation: []),
            studentQuantiles: MapQuantiles(a: 1, b: 2),
            otherQuantiles: [MapQuantiles(a: 3, b: 4)],
            gaussian: Gaussian(mean: [], cholesky: []),
            standardisation: Standardisation(
                picturable: ScoreSpread(mean: 0, deviation: 1),
                unpicturable: ScoreSpread(mean: 2, deviation: 3)),
            facts: ModelFacts(
                feature: .student,
                training: DataFacts(count: 119, digest: "0123456789abcdef0123"),
                calibration: DataFacts(count: 99, digest: "ff"), toolVersion: "0.1.0",
                source: "PUAD: student.pt"))
        model.calibrationScores = (1...99).map {
            CalibrationScore(picturable: 0, unpicturable: 0, combined: Float($0))
        }
        return model
    }()

    private static func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }
}
