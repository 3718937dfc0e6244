import Testing

@testable import Anomaly

@Suite struct GoldenCheckTests {
    @Test func `a model reproduces what it recorded`() throws {
        let model = try tinyModel()
        let detector = try makeDetector(for: model, threads: 1)
        let report = try GoldenCheck.run(model, on: detector, file: "tiny")
        #expect(report == GoldenCheck.Report(pictures: 1, worstScore: 0, worstMap: 0))
    }

    @Test func `a weight that changed is noticed`() throws {
        let model = try tinyModel()
        var changed = model
        changed.weights.tensors["student.conv4.bias"]?.values[5] += 0.5
        let detector = try makeDetector(for: changed, threads: 1)
        let error = #expect(throws: ModelError.self) {
            try GoldenCheck.run(model, on: detector, file: "tiny")
        }
        #expect(error?.description.contains("picture 0") == true)
    }

    @Test func `a stored score or map that changed is noticed`() throws {
        let model = try tinyModel()
        let detector = try makeDetector(for: model, threads: 1)
        let changes: [(inout GoldenPicture) -> Void] = [
            { $0.score.picturable += 0.01 }, { $0.score.unpicturable *= 1.01 },
            { $0.score.combined += 0.1 }, { $0.map[1234] += 0.01 },
        ]
        for change in changes {
            var changed = model
            change(&changed.goldenPictures[0])
            #expect(throws: ModelError.self) {
                try GoldenCheck.run(changed, on: detector, file: "tiny")
            }
        }
    }

    @Test func `a picture that came to the other side of the threshold is noticed`() throws {
        var model = try tinyModel()
        let detector = try makeDetector(for: model, threads: 1)
        let score = model.goldenPictures[0].score.combined
        model.goldenPictures[0].score.combined += 0.0005
        for (threshold, holds) in [(score - 1, true), (score + 0.0002, false), (score + 1, true)] {
            let run = {
                try GoldenCheck.run(model, on: detector, file: "tiny", threshold: threshold)
            }
            if holds {
                #expect(try run().pictures == 1)
            } else {
                let error = #expect(throws: ModelError.self) { try run() }
                #expect(error?.description.contains("other side of the threshold") == true)
            }
        }
        #expect(try GoldenCheck.run(model, on: detector, file: "tiny").pictures == 1)
    }

    @Test func `a model without golden pictures does not pass`() throws {
        var model = try tinyModel()
        model.goldenPictures = []
        let detector = try makeDetector(for: model, threads: 1)
        #expect(throws: ModelError.self) {
            try GoldenCheck.run(model, on: detector, file: "tiny")
        }
    }
}
