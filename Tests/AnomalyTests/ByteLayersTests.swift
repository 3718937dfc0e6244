import Anomaly
import Compute
import Testing

@Suite struct ByteLayersTests {
    /// A model with what computing with bytes needs to know.
    private func model() throws -> Model {
        var model = try tinyMemoryModel().withRanges()
        // So that a score hardly counts beside its good parts, and a map decides.
        model.standardisation.picturable = ScoreSpread(mean: 0.25, deviation: 10)
        model.standardisation.unpicturable = ScoreSpread(mean: 4, deviation: 1000)
        (model.calibrationScores, model.goldenPictures) = ([], [])
        let detector = try makeDetector(for: model, threads: 1)
        model.goldenPictures = try Oracle("tiny").pictures[..<2].map {
            GoldenCheck.record($0, on: detector)
        }
        model.calibrationScores = model.goldenPictures.map(\.score)
        return model
    }

    /// Whether the golden pictures accept a model in bytes from a layer on.
    private func holds(_ model: Model, from layer: Int) throws -> Bool {
        let detector = try makeDetector(
            for: model, threads: 1, element: .int8, bytesFrom: layer)
        do {
            try GoldenCheck.run(model, on: detector, file: "tiny", tolerance: .int8)
            return true
        } catch ModelError.goldenPictures {
            return false
        }
    }

    @Test func `as many layers are bytes as hold`() throws {
        let model = try model()
        let first = try (0..<model.weights.hiddenLayers).first { try holds(model, from: $0) }
        let layer = try #require(first)
        #expect(try ByteLayers.find(in: model, file: "tiny", threads: 1).firstLayer == layer)
    }

    @Test func `what the good parts were scored with is not tried again`() throws {
        var model = try model()
        let last = model.weights.hiddenLayers - 1
        (model.bytesFrom, model.otherScores[.int8]) = (last, model.calibrationScores)
        #expect(try ByteLayers.find(in: model, file: "tiny", threads: 1).firstLayer == last)
    }

    @Test func `where nothing holds, that is said`() throws {
        var model = try model()
        // A map that no networks have.
        model.goldenPictures[0].map[7] += 100
        #expect {
            try ByteLayers.find(in: model, file: "tiny", threads: 1)
        } throws: { "\($0)".contains("the map deviates") }
    }
}
