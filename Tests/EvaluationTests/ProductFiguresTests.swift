import Anomaly
import Foundation
import Testing

@testable import Evaluation

@Suite struct ProductFiguresTests {
    private let vector: [Double?] = [0.981, 0.993, 0.973, 0.974, 0.56, 0.589, 0.909]

    @Test func `a row has the seven metrics and mAD, the last row their means`() {
        let other: [Double?] = vector.map { $0.map { $0 - 0.1 } }
        let table = ProductFigures.table([
            ProductFigures(product: "screw", values: vector),
            ProductFigures(product: "tile", values: other),
        ])
        let rows = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows.count == 4)
        #expect(
            rows[1] == ["screw", "98.1", "99.3", "97.3", "97.4", "56.0", "58.9", "90.9", "85.4"])
        #expect(
            rows[3] == ["mean", "93.1", "94.3", "92.3", "92.4", "51.0", "53.9", "85.9", "80.4"])
    }

    @Test func `what is undefined has no mean`() {
        let table = ProductFigures.table([
            ProductFigures(product: "a", values: vector),
            ProductFigures(product: "b", values: vector.prefix(3) + [nil, nil, nil, nil]),
        ])
        #expect(
            table.split(separator: "\n")[3].split(separator: " ").suffix(5).allSatisfy { $0 == "–" }
        )
    }

    @Test(arguments: DetectorKind.allCases)
    func `an evaluation's own JSON is read back`(detector: DetectorKind) throws {
        let folder = try LabelledFolder()
        let model = try demoModel().with(detector)
        var evaluator = Evaluator(model, options: EvaluationOptions()) { _ in true }
        let found = try evaluator.evaluate(TestSet.find(in: folder.path))
        let path = "\(folder.path)/e.json"
        try Data(found.json(model: "m")).write(to: URL(filePath: path))
        let figures = try ProductFigures(path: path)
        #expect(figures.product == folder.path.split(separator: "/").last.map(String.init))
        let kind: ScoreKind = detector.hasPUAD ? .puad : .efficientAD
        #expect(figures.values[0] == found.all.image[kind]?.auroc && figures.values[0] != nil)
        #expect((found.all.image[.studentMap] == nil) == detector.hasMemory)
        #expect(found.table.contains("student") != detector.hasMemory)
        #expect(figures.values[6] == found.all.pixel?.auPRO)
        #expect(meanOfMetrics(figures.values) == found.meanOfSeven)
    }

    @Test(arguments: ["", "[]", "{\"folder\": 3}"])
    func `a file that is none is refused by its path`(text: String) throws {
        let folder = try Scratch()
        let path = "\(folder.path)/e.json"
        try Data(text.utf8).write(to: URL(filePath: path))
        let error = #expect(throws: ProductFigures.Unusable.self) {
            try ProductFigures(path: path)
        }
        #expect(error?.description.hasPrefix(path) == true)
        #expect(throws: ProductFigures.Unusable.self) { try ProductFigures(path: path + ".none") }
    }
}

extension Model {
    /// The same with another detector; a memory is of a few made-up vectors.
    fileprivate func with(_ detector: DetectorKind) throws -> Model {
        var model = self
        model.detector = detector
        if detector.hasMemory {
            model.weights = weights.teacherAlone
            model.facts.feature = .teacher
            model.otherQuantiles = []
            let axis = (0..<weights.channels).map { Float($0 == 3 ? 1 : 0) }
            model.weights.memory = MemoryBank(
                axes: Tensor(shape: [1, weights.channels], values: axis),
                vectors: Tensor(shape: [3, 1], values: [-1, 0, 1]))
        }
        model.calibrationScores = calibrationScores.map { score in
            var score = score
            let spread = standardisation.picturable
            score.combined = Float(spread.standardised(Double(score.picturable)))
            if detector.hasPUAD, let spread = standardisation.unpicturable {
                score.combined += Float(spread.standardised(Double(score.unpicturable)))
            }
            return score
        }
        model.goldenPictures = []
        return model
    }
}
