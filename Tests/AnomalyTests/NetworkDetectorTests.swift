import Anomaly
import CKernels
import Compute
import TestSupport
import Testing

@Suite(.serialized) struct NetworkDetectorTests {
    @Test func `one pass gives both scores, standardised and added`() throws {
        let oracle = try Oracle("tiny")
        let model = try tinyModel()
        let detector = try makeDetector(for: model, threads: 1)
        let scores = try oracle.file.floats("score")
        let distances = try oracle.file.doubles("distance")
        for (index, picture) in try oracle.pictures.enumerated() {
            let found = detector.assess(picture.span, ignored: Span())
            #expect(abs(found.picturable.raw - scores[index]) <= 1e-5)
            let distance = try #require(found.unpicturable)
            #expect(abs(distance.raw - Float(distances[index])) <= 1e-4 * distance.raw)
            #expect(abs(found.picturable.normalised - (scores[index] - 0.25) / 0.125) <= 1e-4)
            #expect(abs(distance.normalised - (distance.raw - 4) / 2) <= 1e-4)
            #expect(found.score == found.picturable.normalised + distance.normalised)
        }
    }

    @Test(arguments: 0...3)
    func `layers that student and teacher share change nothing`(shared: Int) throws {
        let oracle = try Oracle("tiny")
        var weights = try oracle.weights
        for layer in (weights.layers(of: .student) ?? []).prefix(shared) {
            for name in [layer.weightName, layer.biasName] {
                weights.tensors[name] =
                    weights.tensors[name.replacing("student", with: "teacher")]
            }
        }
        let picture = try oracle.pictures[0]
        let networks = try DetectorNetworks(weights, threads: 1)
        networks.run(picture.span)
        let teacher = try TeacherNetwork(weights, threads: 1)
        teacher.run(picture.span)
        let student = weights.learningStudent(try .of(1))
        student.show(picture.span)
        student.forward()
        let learned = student.output().values
        for (cell, found) in networks.studentMap.enumerated() {
            let squares = (0..<weights.channels).map { channel in
                let place = channel * networks.studentMap.count + cell
                return Double(teacher.output[place] - learned[place])
                    * Double(teacher.output[place] - learned[place])
            }
            let expected = squares.reduce(0, +) / Double(weights.channels)
            #expect(abs(Double(found) - expected) < 1e-4 * max(expected, 1), "cell \(cell)")
        }
    }

    /// By the definition, in double precision.
    private func distance(of values: [Float], to memory: MemoryBank) -> Double {
        let (count, channels) = (memory.axes.shape[0], values.count)
        var coordinates = [Double](repeating: 0, count: count)
        for axis in 0..<count {
            for channel in 0..<channels {
                let share = Double(memory.axes.values[axis * channels + channel])
                coordinates[axis] += share * Double(values[channel])
            }
        }
        var nearest = Double.infinity
        for vector in 0..<memory.count {
            var sum = 0.0
            for axis in 0..<count {
                let difference =
                    coordinates[axis] - Double(memory.vectors.values[vector * count + axis])
                sum += difference * difference
            }
            nearest = min(nearest, sum / Double(count))
        }
        return nearest
    }

    @Test func `with a memory the map is the distance to the nearest vector, smoothed`() throws {
        let model = try tinyMemoryModel()
        let memory = try #require(model.weights.memory)
        let networks = try DetectorNetworks(model.weights, threads: 2)
        let teacher = try TeacherNetwork(model.weights, threads: 1)
        let (channels, side) = (model.weights.channels, 56)
        for picture in try Oracle("tiny").pictures {
            teacher.run(picture.span)
            let output = teacher.output
            let nearest = (0..<side * side).map { cell in
                let values = (0..<channels).map { output[$0 * side * side + cell] }
                return distance(of: values, to: memory)
            }
            networks.run(picture.span)
            for (x, y) in [(0, 0), (17, 3), (28, 40), (55, 55)] {
                let expected = Self.smoothed(nearest, side, x, y)
                let found = Double(networks.studentMap[y * side + x])
                #expect(abs(found - expected) < 1e-5 * max(expected, 1), "(\(x), \(y))")
            }
        }
        #expect(networks.otherMaps.isEmpty)
    }

    @Test(arguments: [(0, 2, 24), (1, 4, 8)])
    func `a memory that reaches wider is compared with a smaller picture`(
        index: Int, factor: Int, side: Int
    ) throws {
        let model = try tinyMemoryModel(wider: 2)
        let memory = model.weights.widerMemories[index]
        let networks = try DetectorNetworks(model.weights, threads: 2)
        let small = model.weights.learning(.teacher, try .of(1), side: 256 / factor)
        let channels = model.weights.channels
        for picture in try Oracle("tiny").pictures {
            small.show(Self.smaller(picture, by: factor))
            small.forward()
            let output = small.output().values
            let nearest = (0..<side * side).map { cell in
                let values = (0..<channels).map { output[$0 * side * side + cell] }
                return distance(of: values, to: memory)
            }
            networks.run(picture.span)
            // Every `factor`th cell stands on one of the wide cells.
            for (x, y) in [(0, 0), (16, 12), (28, 36), (55, 55)] {
                let cells = [x, y].map { min(max(($0 + 4) / factor - 4, 0), side - 1) }
                let expected = Self.smoothed(nearest, side, cells[0], cells[1])
                let found = Double(networks.otherMaps[(index * 56 + y) * 56 + x])
                #expect(abs(found - expected) < 1e-4 * max(expected, 1), "(\(x), \(y))")
            }
            // Between the third wide cell and the fourth of the second row.
            let (x, y) = (factor * 13 / 2 - 4, factor * 5 - 4)
            let between =
                (Self.smoothed(nearest, side, 2, 1) + Self.smoothed(nearest, side, 3, 1)) / 2
            let found = Double(networks.otherMaps[(index * 56 + y) * 56 + x])
            #expect(abs(found - between) < 1e-4 * max(between, 1))
        }
    }

    /// Each pixel the mean of `factor` times as many rows and columns.
    private static func smaller(_ picture: [UInt8], by factor: Int) -> [Float] {
        let side = 256 / factor
        return (0..<side * side * 3).map { index in
            let (x, y) = (index / 3 % side, index / 3 / side)
            var sum: Float = 0
            for row in 0..<factor {
                for column in 0..<factor {
                    let pixel = (factor * y + row) * 256 + factor * x + column
                    sum += Float(picture[pixel * 3 + index % 3])
                }
            }
            return sum / Float(factor * factor)
        }
    }

    /// The mean around one place by the binomial weights.
    private static func smoothed(
        _ map: [Double], _ side: Int, _ x: Int, _ y: Int
    ) -> Double {
        let weights = [1.0, 4, 6, 4, 1]
        var sum = 0.0
        for (i, down) in weights.enumerated() {
            for (j, across) in weights.enumerated() {
                let row = min(max(y + i - 2, 0), side - 1)
                let column = min(max(x + j - 2, 0), side - 1)
                sum += down * across / 256 * map[row * side + column]
            }
        }
        return sum
    }

    @Test func `with a memory the score is of its map alone, and PUAD's of the teacher`() throws {
        let model = try tinyMemoryModel()
        let detector = try makeDetector(for: model, threads: 1)
        let picture = try Oracle("tiny").pictures[1]
        let found = detector.assess(picture.span, ignored: Span())
        let networks = try DetectorNetworks(model.weights, threads: 1)
        networks.run(picture.span)
        let pixels = enlargedMap(networks.studentMap.map(model.studentQuantiles.normalised))
        #expect(abs(found.picturable.raw - (pixels.max() ?? 0)) < 1e-6)
        var feature = [Double](repeating: 0, count: model.weights.channels)
        networks.meanFeature(.teacher, into: &feature)
        let distance = try #require(model.gaussian).distance(of: &feature)
        #expect(found.unpicturable?.raw == Float(distance))
        let alone = try makeDetector(for: try tinyMemoryModel(puad: false), threads: 1)
            .assess(picture.span, ignored: Span())
        #expect(alone.unpicturable == nil && alone.score == alone.picturable.normalised)
    }

    @Test func `other numbers change what a memory finds a little`() throws {
        var model = try tinyMemoryModel()
        #expect {
            try makeDetector(for: model, threads: 1, element: .int8)
        } throws: { "\($0)".contains("in int8 it is not to be trusted: the file has no ranges") }
        model = try withRanges(remembers: true)
        let exact = try DetectorNetworks(model.weights, threads: 1)
        for (element, share) in [(Element.bfloat16, Float(0.05)), (.int8, 0.15)] {
            let networks = try DetectorNetworks(model.weights, threads: 1, element: element)
            for picture in try Oracle("tiny").pictures {
                exact.run(picture.span)
                networks.run(picture.span)
                for first in stride(from: 0, to: 3 * 56 * 56, by: 56 * 56) {
                    let (right, found) = (
                        (exact.studentMap + exact.otherMaps)[first..<first + 56 * 56],
                        (networks.studentMap + networks.otherMaps)[first..<first + 56 * 56]
                    )
                    let worst = zip(right, found).map { abs($0 - $1) }.max()
                    #expect(try #require(worst) <= share * (right.max() ?? 0))
                    #expect(found != right)
                }
            }
        }
    }

    @Test func `ranges that end before the autoencoder leave it without bytes`() throws {
        let model = try withRanges(remembers: false)
        var older = model
        let weights = model.weights
        let ofAutoencoder = (weights.layers(of: .autoencoder) ?? []).filter(\.rectified)
            .compactMap { weights.tensors[$0.weightName]?.shape.first }.reduce(0, +)
        older.weights.ranges?.values.removeLast(ofAutoencoder)
        try older.check()
        let (all, some) = (
            try DetectorNetworks(model.weights, threads: 1, element: .int8),
            try DetectorNetworks(older.weights, threads: 1, element: .int8)
        )
        let picture = try Oracle("tiny").pictures[0]
        all.run(picture.span)
        some.run(picture.span)
        #expect(all.studentMap == some.studentMap)
        #expect(all.otherMaps != some.otherMaps)
        let worst = zip(all.otherMaps, some.otherMaps).map { abs($0 - $1) }.max()
        #expect(try #require(worst) <= 0.05 * (some.otherMaps.max() ?? 0))
    }

    @Test func `ranges that no part has stop nothing but the golden pictures`() throws {
        var model = try withRanges(remembers: false)
        var ranges = try #require(model.weights.ranges)
        let strange: [Float] = [0, .leastNonzeroMagnitude, 1e-30, 1, .greatestFiniteMagnitude]
        for index in ranges.values.indices {
            ranges.values[index] = strange[index % strange.count]
        }
        model.weights.ranges = ranges
        try model.check()
        let detector = try makeDetector(for: model, threads: 1, element: .int8)
        #expect(throws: ModelError.self) {
            try GoldenCheck.run(
                model, on: detector, file: "tiny", tolerance: NetworkPrecision.int8.tolerance)
        }
    }

    @Test(arguments: [NetworkPrecision.bf16, .int8])
    func `what was learned of rounding need not be learned again`(
        precision: NetworkPrecision
    ) throws {
        var model = try withRanges(remembers: false)
        model.bytesFrom = 0
        let picture = try Oracle("tiny").pictures[1]
        func assess(_ model: Model) throws -> (Assessment, [Float]) {
            let detector = try makeDetector(for: model, threads: 1, element: precision.element)
            return (detector.assess(picture.span, ignored: Span()), detector.rounding)
        }
        let (learned, rounding) = try assess(model)
        #expect(rounding.contains { $0 != 0 })
        // Without pictures to learn from it is what was learned.
        let golden = model.goldenPictures
        (model.goldenPictures, model.goldenFeatures) = ([], [])
        #expect(try assess(model).0 != learned)
        model.rounding[precision] = rounding
        #expect(try assess(model) == (learned, rounding))
        // That of another plan is not taken.
        model.goldenPictures = golden
        model.rounding[precision] = rounding + [1]
        #expect(try assess(model) == (learned, rounding))
    }

    @Test func `every number of threads gives the same verdict`() throws {
        let model = try tinyModel()
        let picture = try Oracle("tiny").pictures[1]
        let scores = try [1, 2, 3].map { threads in
            try makeDetector(for: model, threads: threads)
                .assess(picture.span, ignored: Span()).score
        }
        for score in scores { #expect(abs(score - scores[0]) <= 1e-5 * max(abs(score), 1)) }
    }

    @Test func `the enlarged map is that of the published networks`() throws {
        let oracle = try Oracle("tiny")
        let detector = try makeDetector(for: try tinyModel(), threads: 1)
        for (index, expected) in try oracle.rows("anomaly_map_256").enumerated() {
            let picture = try oracle.pictures[index]
            _ = detector.assess(picture.span, ignored: Span())
            var map = [Float](repeating: .nan, count: detector.mapSide * detector.mapSide)
            var view = map.mutableSpan
            detector.copyMap(into: &view)
            expectClose(enlargedMap(map), expected, relative: 2e-5, "picture \(index)")
        }
    }

    @Test func `a model without PUAD has one score`() throws {
        let detector = try makeDetector(for: try tinyModel(puad: false), threads: 1)
        let picture = try Oracle("tiny").pictures[0]
        let found = detector.assess(picture.span, ignored: Span())
        #expect(found.unpicturable == nil)
        #expect(found.score == found.picturable.normalised)
    }

    @Test func `a distance that does not decide is told all the same`() throws {
        var model = try tinyModel()
        let picture = try Oracle("tiny").pictures[0]
        let both = try makeDetector(for: model, threads: 1).assess(picture.span, ignored: Span())
        model.detector = .efficientAD
        model.calibrationScores = []
        model.goldenPictures = []
        let alone = try makeDetector(for: model, threads: 1).assess(picture.span, ignored: Span())
        #expect(alone.picturable == both.picturable && alone.unpicturable == both.unpicturable)
        #expect(alone.score == alone.picturable.normalised && alone.score != both.score)
    }

    @Test func `the teacher's feature gives another distance`() throws {
        let picture = try Oracle("tiny").pictures[0]
        let scores = try FeatureKind.allCases.map { kind in
            try makeDetector(for: try tinyModel(feature: kind), threads: 1)
                .assess(picture.span, ignored: Span()).unpicturable?.raw
        }
        #expect(scores[0] != scores[1])
    }

    @Test func `what is ignored lowers the picturable score alone`() throws {
        let detector = try makeDetector(for: try tinyModel(), threads: 1)
        let picture = try Oracle("tiny").pictures[0]
        let whole = detector.assess(picture.span, ignored: Span())
        var ignored = [UInt8](repeating: 0, count: 256 * 256)
        let (x, y) = (4 * whole.worstCell.x + 16, 4 * whole.worstCell.y + 16)
        for row in (y - 8)...(y + 8) {
            for column in (x - 8)...(x + 8) { ignored[row * 256 + column] = 1 }
        }
        let masked = detector.assess(picture.span, ignored: ignored.span)
        #expect(masked.picturable.raw < whole.picturable.raw)
        #expect(masked.worstCell != whole.worstCell)
        #expect(masked.unpicturable == whole.unpicturable)
        #expect(detector.inspectedPixels(ignored: ignored.span) < 256 * 256)
    }

    /// The tiny model, or that with a memory, with the ranges of the oracle's pictures.
    private func withRanges(remembers: Bool) throws -> Model {
        try (remembers ? tinyMemoryModel(wider: 2) : tinyModel()).withRanges()
    }

    @Test(
        .enabled(if: countsAllocations), arguments: [Element.float32, .bfloat16, .int8],
        [false, true])
    func `a picture is assessed without an allocation`(element: Element, remembers: Bool) throws {
        let model = try withRanges(remembers: remembers)
        let detector = try makeDetector(for: model, threads: 2, element: element)
        let picture = try Oracle("tiny").pictures[1]
        let ignored = (0..<(256 * 256)).map { UInt8($0 % 3 == 0 ? 1 : 0) }
        var map = [Float](repeating: 0, count: detector.mapSide * detector.mapSide)
        let count = allocations {
            _ = detector.assess(picture.span, ignored: Span())
            _ = detector.assess(picture.span, ignored: ignored.span)
            var view = map.mutableSpan
            detector.copyMap(into: &view)
        }
        #expect(count == 0)
    }

    @Test func `weights that overflow give a score that is not a number`() throws {
        var model = try tinyModel()
        let name = "student.conv1.weight"
        let shape = model.weights.tensors[name]?.shape ?? []
        model.weights.tensors[name] = Tensor(
            shape: shape, values: Array(repeating: 3e38, count: shape.reduce(1, *)))
        let detector = try makeDetector(for: model, threads: 1)
        let picture = try Oracle("tiny").pictures[0]
        let found = detector.assess(picture.span, ignored: Span())
        #expect(!found.score.isFinite)
    }

    @Test func `a model whose parts do not fit is refused`() throws {
        var model = try tinyModel()
        model.weights.teacherDeviation[2] = 0
        let error = #expect(throws: ModelError.self) { try makeDetector(for: model, threads: 1) }
        #expect(error?.description.contains("teacher_std") == true)
    }

    @Test func `a mask that leaves nothing gives no score to pass by`() throws {
        let detector = try makeDetector(for: try tinyModel(), threads: 1)
        let picture = try Oracle("tiny").pictures[0]
        let ignored = [UInt8](repeating: 1, count: 256 * 256)
        #expect(detector.inspectedPixels(ignored: ignored.span) == 0)
        let found = detector.assess(picture.span, ignored: ignored.span)
        #expect(found.score.isNaN)
        #expect(found.picturable.raw.isNaN)
        #expect(found.unpicturable?.raw.isFinite == true)
    }
}
