import Anomaly
import Host
import Testing

@Suite struct ModelFileTests {
    @Test(arguments: [true, false])
    func `a model that is written is the same when read`(puad: Bool) throws {
        try withTemporaryFolder { folder in
            let model = try tinyModel(puad: puad)
            let path = "\(folder)/model.safetensors"
            let digest = try ModelFile.write(model, to: path)
            var read = try ModelFile.read(path: path)
            #expect(read.digest == digest)
            #expect(
                digest == SHA256.hexadecimalDigest(of: try FileSystem.read(path, limit: 1 << 26)))
            read = try ModelFile.read(try FileSystem.read(path, limit: 1 << 26), file: path)
            #expect(read.detector == (puad ? .efficientADWithPUAD : .efficientAD))
            #expect(try differences(read, model) == [])
            #expect(try FileSystem.list(folder) == ["model.safetensors"])
        }
    }

    @Test(arguments: [true, false], 0...2)
    func `a model with a memory is the same when read`(puad: Bool, wider: Int) throws {
        try withTemporaryFolder { folder in
            let model = try tinyMemoryModel(puad: puad, wider: wider)
            let path = "\(folder)/model.safetensors"
            try ModelFile.write(model, to: path)
            let read = try ModelFile.read(path: path)
            #expect(read.detector == (puad ? .memoryWithPUAD : .memory))
            #expect(read.weights.memory?.vectors.shape == [20, 10])
            #expect(read.weights.widerMemories.map(\.count) == Array(repeating: 20, count: wider))
            #expect(read.weights.networks == [.teacher])
            #expect(try differences(read, model) == [])
            try GoldenCheck.run(read, on: makeDetector(for: read, threads: 1), file: path)
        }
    }

    @Test func `the ranges of good parts are the same when read`() throws {
        try withTemporaryFolder { folder in
            var model = try tinyModel().withRanges()
            let ranges = try #require(model.weights.ranges)
            let path = "\(folder)/model.safetensors"
            try ModelFile.write(model, to: path)
            #expect(try ModelFile.read(path: path).weights.ranges == ranges)
            for (change, word) in [
                ({ $0.removeLast() }, "values for"), ({ $0[3] = -1 }, "element 3"),
                ({ $0[4] = .infinity }, "element 4"),
            ] as [((inout [Float]) -> Void, String)] {
                var changed = ranges
                change(&changed.values)
                model.weights.ranges = changed
                let error = #expect(throws: ModelError.self) { try model.check(file: "model") }
                let sentence = error?.description ?? ""
                #expect(sentence.contains("`activation_ranges`") && sentence.contains(word))
            }
        }
    }

    @Test func `what held in bytes is the same when read`() throws {
        try withTemporaryFolder { folder in
            var model = try tinyModel()
            let path = "\(folder)/model.safetensors"
            for layer in [nil, 0, model.weights.hiddenLayers] {
                model.bytesFrom = layer
                try ModelFile.write(model, to: path)
                #expect(try ModelFile.read(path: path).bytesFrom == layer)
            }
            for layer in [-1, model.weights.hiddenLayers + 1] {
                model.bytesFrom = layer
                let error = #expect(throws: ModelError.self) { try model.check(file: "model") }
                #expect(error?.description.contains("`bytes_from_layer`") == true)
            }
        }
    }

    @Test func `scores in other numbers are the same when read`() throws {
        try withTemporaryFolder { folder in
            var model = try tinyModel()
            let path = "\(folder)/model.safetensors"
            var scores = model.calibrationScores
            scores[0] = model.shifted(scores[0], by: 0.25)
            model.otherScores = [.bf16: model.calibrationScores, .int8: scores]
            model.bytesFrom = 0
            model.rounding[.bf16] = (0...model.weights.channels).map { Float($0) / 7 }
            try ModelFile.write(model, to: path)
            let read = try ModelFile.read(path: path)
            #expect(read.otherScores == model.otherScores && read.rounding == model.rounding)
            var cases: [(Model, String)] = []
            for (change, word) in [
                ({ $0.otherScores[.int8]?.removeLast() }, "`calibration_scores_int8`"),
                ({ $0.otherScores[.bf16]?[0].combined = .nan }, "`calibration_scores_bf16`"),
                ({ $0.otherScores[.f32] = [] }, "`calibration_scores_f32`"),
                ({ $0.bytesFrom = nil }, "`bytes_from_layer`"),
                ({ $0.rounding[.bf16]?[1] = .infinity }, "`rounding_bf16`"),
                ({ $0.rounding[.int8] = [1] }, "`rounding_int8`"),
            ] as [((inout Model) -> Void, String)] {
                var changed = model
                change(&changed)
                cases.append((changed, word))
            }
            for (model, word) in cases {
                let error = #expect(throws: ModelError.self) { try model.check(file: "model") }
                #expect(error?.description.contains(word) == true)
            }
        }
    }

    @Test func `a bit that changed is noticed, and where`() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            let model = try tinyModel()
            let content = try ModelFile.content(of: model, file: path)
            let name = "student.conv2.bias"
            let bias = try #require(model.weights.tensors[name]?.values)
            let bytes = bias.flatMap { value in
                (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
            }
            let place = try #require(content.firstRange(of: bytes))
            for bit in 0..<3 {
                var changed = content
                changed[place.lowerBound] ^= 1 << UInt8(bit)
                let error = #expect(throws: ModelError.self) {
                    try ModelFile.read(changed, file: path)
                }
                let sentence = error?.description ?? ""
                #expect(sentence.contains("`\(name)`: it is not what was written into the file"))
            }
        }
    }

    @Test func `a memory and a student do not go together`() throws {
        let (whole, remembering) = (try tinyModel(), try tinyMemoryModel())
        var cases: [(Model, String)] = []
        func refused(_ model: Model, _ word: String, _ change: (inout Model) -> Void) {
            var model = model
            change(&model)
            cases.append((model, word))
        }
        refused(whole, "`memory`") { $0.detector = .memory }
        refused(whole, "no network has such a tensor") {
            $0.weights.memory = remembering.weights.memory
        }
        refused(remembering, "has no memory") { $0.detector = .efficientADWithPUAD }
        refused(remembering, "`student.conv1.weight`") { $0.weights.memory = nil }
        refused(remembering, "has no student") { $0.facts.feature = .student }
        refused(remembering, "4 values, and 2 belong") {
            $0.otherQuantiles = [MapQuantiles(a: 0, b: 1)]
        }
        let wide = try tinyMemoryModel(wider: 2)
        refused(wide, "2 values, and 6 belong") { $0.otherQuantiles = [] }
        refused(wide, "of map 3: b") { $0.otherQuantiles[1].b = 0.1 }
        refused(wide, "belongs beside `memory`") {
            $0 = whole
            $0.weights.widerMemories = wide.weights.widerMemories
        }
        refused(wide, "`wide_memory`: element 3 is not finite") {
            $0.weights.widerMemories[0].vectors.values[3] = .infinity
        }
        refused(wide, "`widest_memory_axes`: its shape") {
            $0.weights.widerMemories[1].axes = Tensor(
                shape: [1, 23], values: Array(repeating: 0, count: 23))
        }
        let other = Tensor(shape: [1, 23], values: Array(repeating: 0, count: 23))
        refused(remembering, "`memory`: its shape") { $0.weights.memory?.vectors = other }
        refused(remembering, "`memory_axes`: its shape") { $0.weights.memory?.axes = other }
        refused(remembering, "`memory`: element 3 is not finite") {
            $0.weights.memory?.vectors.values[3] = .infinity
        }
        refused(remembering, "`memory_axes`: element 4 is not finite") {
            $0.weights.memory?.axes.values[4] = .nan
        }
        for (model, word) in cases {
            let error = #expect(throws: ModelError.self) { try model.check(file: "model") }
            let sentence = error?.description ?? ""
            #expect(sentence.contains(word), "\(word): \(sentence)")
        }
    }

    @Test func `a Gaussian that does not decide is kept`() throws {
        let oracle = try tinyModel()
        var model = Model(
            weights: oracle.weights, studentQuantiles: oracle.studentQuantiles,
            otherQuantiles: oracle.otherQuantiles, gaussian: oracle.gaussian,
            standardisation: oracle.standardisation, facts: oracle.facts, detector: .efficientAD)
        let detector = try makeDetector(for: model, threads: 1)
        model.goldenPictures = oracle.goldenPictures.map {
            GoldenCheck.record($0.picture, on: detector)
        }
        model.calibrationScores = model.goldenPictures.map(\.score)
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            try ModelFile.write(model, to: path)
            let read = try ModelFile.read(path: path)
            #expect(read.detector == .efficientAD && read.gaussian == model.gaussian)
            #expect(read.calibrationScores == model.calibrationScores)
            #expect(read.calibrationScores[0].unpicturable > 0)
        }
    }

    @Test func `PUAD without its Gaussian is refused`() throws {
        var model = try tinyModel(puad: false)
        model.detector = .efficientADWithPUAD
        #expect {
            try model.check(file: "model")
        } throws: { error in
            "\(error)".contains("`puad_mean`") && "\(error)".contains("decides by it")
        }
    }

    private func differences(_ a: Model, _ b: Model) throws -> [String] {
        [
            ("weights", a.weights == b.weights), ("gaussian", a.gaussian == b.gaussian),
            ("student quantiles", a.studentQuantiles == b.studentQuantiles),
            ("autoencoder quantiles", a.otherQuantiles == b.otherQuantiles),
            ("standardisation", a.standardisation == b.standardisation),
            ("calibration", a.calibrationScores == b.calibrationScores),
            ("golden", a.goldenPictures == b.goldenPictures), ("facts", a.facts == b.facts),
        ].filter { !$0.1 }.map(\.0)
    }

    @Test func `the content that is checked is the content that is written`() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            let model = try tinyModel()
            let content = try ModelFile.content(of: model, file: path)
            #expect(try FileSystem.list(folder) == [])
            try ModelFile.write(content, to: path)
            #expect(try ModelFile.read(path: path).calibrationScores == model.calibrationScores)
        }
    }

    @Test func `a write that fails leaves the old file and nothing else`() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/missing/model.safetensors"
            let model = try tinyModel()
            let error = #expect(throws: ModelError.self) { try ModelFile.write(model, to: path) }
            #expect(error?.description.contains(path) == true)
            #expect(try FileSystem.list(folder) == [])
        }
    }

    @Test func `a model that could not be read again is not written`() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            var model = try tinyModel()
            let golden = model.goldenPictures
            model.goldenPictures = []
            #expect(throws: ModelError.self) { try ModelFile.write(model, to: path) }
            model.goldenPictures = golden
            model.calibrationScores = []
            #expect(throws: ModelError.self) { try ModelFile.write(model, to: path) }
            model.calibrationScores = golden.map(\.score)
            model.facts.calibration.count += 1
            let error = #expect(throws: ModelError.self) { try ModelFile.write(model, to: path) }
            #expect(error?.description.contains("`calibration_pictures` says 2") == true)
            model.facts.calibration.count -= 1
            model.studentQuantiles.b = model.studentQuantiles.a
            #expect(throws: ModelError.self) { try ModelFile.write(model, to: path) }
            #expect(try FileSystem.list(folder) == [])
        }
    }

    @Test func `a file that is missing, or a folder, is refused by its path`() {
        for path in ["/nonexistent/model.safetensors", "/tmp"] {
            let error = #expect(throws: ModelError.self) { try ModelFile.read(path: path) }
            #expect(error?.description.contains(path) == true)
        }
    }
}
