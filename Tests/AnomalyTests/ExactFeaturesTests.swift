import Testing

@testable import Anomaly

@Suite struct ExactFeaturesTests {
    @Test func `the golden pictures' features are the same when read, and taken`() throws {
        try withTemporaryFolder { folder in
            var model = try tinyModel()
            let computed = try ExactFeatures(of: model, threads: 1).all()
            #expect(computed.count == 1 && computed[0].count == model.weights.channels)
            model.goldenFeatures = computed.map { $0.map { $0 + 1 } }
            let path = "\(folder)/model.safetensors"
            try ModelFile.write(model, to: path)
            let read = try ModelFile.read(path: path)
            #expect(read.goldenFeatures == model.goldenFeatures)
            #expect(try ExactFeatures(of: read, threads: 1).all() == model.goldenFeatures)
            for wrong in [[], computed[0].dropLast(), [.nan] + computed[0].dropFirst()] {
                model.goldenFeatures = [Array(wrong)]
                let error = #expect(throws: ModelError.self) { try model.check(file: "model") }
                #expect(error?.description.contains("`golden_features`") == true)
            }
        }
    }
}
