import Anomaly
import Foundation
import Imaging
import Testing

@testable import Training

@Suite struct ModelFitterTests {
    @Test func `a PUAD directory and good pictures make a complete model`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("puad/s_size/set/product"))
        let split = try PictureSplit.find(in: folder.path)
        var stages: [FittingProgress] = []
        let fitted = try fit(networks, split) { stages.append($0) }
        let model = fitted.model
        try model.check()
        #expect(model.detector == .efficientADWithPUAD && model.calibrationScores.count == 20)
        #expect(model.studentQuantiles == networks.studentQuantiles)
        #expect(model.weights.teacherMean == networks.teacherMean)
        #expect(model.facts.training.count == 22 && model.facts.calibration.count == 20)
        let ranges = try #require(model.weights.ranges).values
        #expect(ranges.count { $0 > 0 } > ranges.count / 2)
        #expect(model.facts.training.digest.count == 64)
        #expect(model.facts.source.hasPrefix("PUAD: teacher/teacher.pt"))
        #expect(fitted.warnings.isEmpty && fitted.skipped.isEmpty)
        let needed: Set<FittingProgress.Stage> = [.reading, .training, .heldOut]
        let isScored = NetworkPrecision.int8.isFast
        #expect(Set(stages.map(\.stage)) == needed.union(isScored ? [.precisions] : []))
        #expect(stages.last?.done == stages.last?.total)
    }

    @Test func `good parts are scored in the numbers that the processor is fast at`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("puad/s_size/set/product"))
        let split = try PictureSplit.find(in: folder.path)
        let model = try fit(networks, split).model
        try model.check()
        var loader = PictureLoader(region: nil)
        for precision in [NetworkPrecision.bf16, .int8] {
            #expect((model.otherScores[precision] != nil) == precision.isFast)
            guard let scores = model.otherScores[precision] else { continue }
            let detector = try makeDetector(
                for: model, threads: 1, element: precision.element,
                bytesFrom: precision == .int8 ? try #require(model.bytesFrom) : 0)
            for (path, score) in zip(split.heldOut, scores) {
                try loader.load(path)
                let now = CalibrationScore(detector.assess(loader.picture, ignored: Span()))
                #expect(now == score)
            }
            #expect(scores != model.calibrationScores)
        }
        // As many layers as hold, or the fewest.
        guard let layer = model.bytesFrom else { return }
        let holds = model.agreement(in: .int8)?.objection == nil
        #expect(holds || layer == model.weights.hiddenLayers - 1)
    }

    @Test func `calibration scores are what the finished detector gives`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("puad/s_size/set/product"))
        let split = try PictureSplit.find(in: folder.path)
        let model = try fit(networks, split).model
        let detector = try makeDetector(for: model, threads: 1)
        var loader = PictureLoader(region: nil)
        for (path, score) in zip(split.heldOut, model.calibrationScores) {
            try loader.load(path)
            #expect(CalibrationScore(detector.assess(loader.picture, ignored: Span())) == score)
        }
        let combined = model.calibrationScores.map(\.combined)
        #expect(abs(combined.reduce(0, +)) < 1e-3)
        // Golden pictures go from the lowest score to the highest.
        let golden = model.goldenPictures.map(\.score.combined)
        #expect(golden.count == 4 && golden == golden.sorted())
        let features = model.goldenFeatures
        #expect(features.count == 4 && features[0] != features[3])
        #expect(golden.first == combined.min() && golden.last == combined.max())
    }

    @Test func `a written model is read back and passes its golden check`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        let model = try fit(networks, PictureSplit.find(in: folder.path)).model
        let path = "\(folder.path)/model.safetensors"
        try ModelFile.write(model, to: path)
        let read = try ModelFile.read(path: path)
        #expect(read.goldenPictures == model.goldenPictures)
        try GoldenCheck.run(read, on: makeDetector(for: read, threads: 1), file: path)
    }

    @Test func `a model's networks are calibrated anew by other good parts`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("puad/s_size/set/product"))
        let split = try PictureSplit.find(in: folder.path)
        let old = try fit(networks, split).model
        var options = FittingOptions(toolVersion: "0.1.0")
        options.detector = .efficientAD
        let swapped = PictureSplit(training: split.heldOut, heldOut: split.training)
        let taken = ImportedNetworks(of: old, path: "models/old.safetensors")
        let new = try fit(taken, swapped, options).model
        try new.check()
        #expect(new.weights.ranges != old.weights.ranges && new.detector == .efficientAD)
        var weights = new.weights
        weights.ranges = old.weights.ranges
        #expect(weights == old.weights)
        #expect(new.gaussian != nil && new.gaussian != old.gaussian)
        #expect(new.studentQuantiles != old.studentQuantiles)
        #expect(new.calibrationScores.count == 22 && new.goldenPictures != old.goldenPictures)
        #expect(new.facts.training.digest == old.facts.calibration.digest)
        #expect(new.facts.source.hasPrefix("calibrated from old.safetensors; networks of PUAD: "))
        for score in new.calibrationScores {
            let alone = new.standardisation.picturable.standardised(Double(score.picturable))
            #expect(score.combined == Float(alone) && score.unpicturable > 0)
        }
        let again = ImportedNetworks(of: new, path: "new.safetensors").source
        #expect(again.hasPrefix("calibrated from new.safetensors; networks of PUAD: "))
        #expect(again.components(separatedBy: "calibrated").count == 2)
    }

    @Test func `a teacher and good pictures make a model with a memory`() throws {
        let folder = try PartFolder()
        var networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        networks.tensors = networks.tensors.filter { $0.key.hasPrefix("teacher.") }
        let split = try PictureSplit.find(in: folder.path)
        var options = FittingOptions(toolVersion: "0")
        options.detector = .memoryWithPUAD
        options.memory = 12
        var stages: [FittingProgress.Stage] = []
        let model = try fit(networks, split, options) { stages.append($0.stage) }.model
        try model.check()
        #expect(model.weights.memory?.count == 12)
        #expect(model.weights.widerMemories.map(\.count) == [12, 12])
        #expect(model.facts.feature == .teacher && model.otherQuantiles.count == 2)
        let expected: Set<FittingProgress.Stage> = [
            .reading, .teacher, .axes, .collecting, .choosing, .training, .heldOut,
        ]
        #expect(Set(stages).subtracting([.precisions]) == expected)
        let detector = try makeDetector(for: model, threads: 1)
        var loader = PictureLoader(region: nil)
        for (path, score) in zip(split.heldOut, model.calibrationScores) {
            try loader.load(path)
            #expect(CalibrationScore(detector.assess(loader.picture, ignored: Span())) == score)
        }
        // Calibrated anew it keeps its memory, unless another is asked for.
        let taken = ImportedNetworks(of: model, path: "model.safetensors")
        options.memory = nil
        #expect(try fit(taken, split, options).model.weights == model.weights)
        options.memory = 5
        #expect(try fit(taken, split, options).model.weights.memory?.count == 5)
        options.detector = .efficientAD
        #expect(throws: FittingError.noStudent) { try fit(taken, split, options) }
    }

    @Test func `statistics that a checkpoint lacks come from the pictures`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        let split = try PictureSplit.find(in: folder.path)
        let model = try fit(networks, split).model
        let running = try DetectorNetworks(model.weights, threads: 1)
        let teacher = try TeacherNetwork(model.weights, threads: 1)
        var statistics = ChannelStatistics(channels: model.weights.channels)
        var loader = PictureLoader(region: nil)
        for path in split.training {
            try loader.load(path)
            teacher.run(loader.picture)
            statistics.add(teacher.output.span)
        }
        for (mean, deviation) in zip(statistics.means, statistics.deviations) {
            #expect(abs(mean) < 1e-3 && abs(deviation - 1) < 1e-3)
        }
        var pixels: [Float] = []
        for path in split.heldOut {
            try loader.load(path)
            running.run(loader.picture)
            pixels += enlargedMap(running.studentMap)
        }
        let below = pixels.count { $0 <= model.studentQuantiles.a }
        #expect(abs(Double(below) / Double(pixels.count) - 0.9) < 1e-5)
    }

    @Test func `unreadable pictures stop the fit, or are left out when told so`() throws {
        let folder = try PartFolder()
        let bad = "\(folder.path)/train/good/broken.png"
        try Data("no picture".utf8).write(to: URL(filePath: bad))
        let networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        let split = try PictureSplit.find(in: folder.path)
        do throws(FittingError) {
            _ = try fit(networks, split)
            Issue.record("accepted")
        } catch {
            guard case .unreadable(let pictures) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(pictures.map(\.path) == [bad])
            #expect(error.description.contains("--skip-unreadable"))
        }
        var options = FittingOptions(toolVersion: "0")
        options.skipsUnreadable = true
        let usable = try ModelFitter.usable(split, options: options) { _ in true }
        #expect(usable.skipped.map(\.path) == [bad])
        #expect(usable.split.training == split.training.filter { $0 != bad })
        let fitted = try fit(networks, split, options)
        #expect(fitted.skipped.map(\.path) == [bad] && fitted.model.facts.training.count == 22)
    }

    @Test func `a region outside a picture is refused with the picture's name`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        var options = FittingOptions(toolVersion: "0")
        options.region = Region(x: 40, y: 0, width: 60, height: 20)
        do throws(FittingError) {
            _ = try fit(networks, PictureSplit.find(in: folder.path), options)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("1000.png") && error.description.contains("region"))
        }
    }

    @Test func `a region is what the networks see of every picture`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        let split = try PictureSplit.find(in: folder.path)
        var options = FittingOptions(toolVersion: "0")
        let region = Region(x: 8, y: 4, width: 40, height: 30)
        options.region = region
        let model = try fit(networks, split, options).model
        var loader = PictureLoader(region: region)
        var seen: [[UInt8]] = []
        for path in split.heldOut {
            try loader.load(path)
            let span = loader.picture
            seen.append(span.indices.map { span[$0] })
        }
        for golden in model.goldenPictures {
            let known = seen.contains(golden.picture)
            #expect(known)
        }
    }

    @Test func `it stops when asked, at any stage`() throws {
        let folder = try PartFolder()
        let networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        let split = try PictureSplit.find(in: folder.path)
        for stage in [FittingProgress.Stage.reading, .training, .heldOut] {
            var fitter = ModelFitter(networks, options: FittingOptions(toolVersion: "0")) {
                $0.stage != stage
            }
            #expect(throws: FittingError.cancelled) { try fitter.fit(split) }
        }
    }

    @Test func `held-out copies of training pictures are pointed out`() throws {
        let folder = try PartFolder()
        let name = "\(folder.path)/validation/good/1000.png"
        try FileManager.default.removeItem(atPath: name)
        try FileManager.default.copyItem(
            atPath: "\(folder.path)/train/good/1000.png", toPath: name)
        let networks = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        let fitted = try fit(networks, PictureSplit.find(in: folder.path))
        #expect(fitted.warnings.count == 1 && fitted.warnings[0].contains("1 held-out"))
    }

    private func fit(
        _ networks: ImportedNetworks, _ split: PictureSplit,
        _ options: FittingOptions = FittingOptions(toolVersion: "0"),
        said: @escaping (FittingProgress) -> Void = { _ in }
    ) throws(FittingError) -> FittedModel {
        var fitter = ModelFitter(networks, options: options) { progress in
            said(progress)
            return true
        }
        return try fitter.fit(split)
    }
}

/// A folder with 22 training and 20 held-out pictures of a part, each a little different.
final class PartFolder {
    private let scratch: Scratch
    var path: String { scratch.path }

    init() throws {
        scratch = try Scratch()
        var random = SeededNumbers(seed: 5)
        for (folder, count) in [("train/good", 22), ("validation/good", 20)] {
            let full = "\(scratch.path)/\(folder)"
            try FileManager.default.createDirectory(
                atPath: full, withIntermediateDirectories: true)
            for number in 0..<count {
                try PictureFile.write(Self.part(&random), to: "\(full)/\(1000 + number).png")
            }
        }
    }

    /// A bright disc on a grey belt, with noise.
    private static func part(_ random: inout SeededNumbers) -> RGBPicture {
        var picture = RGBPicture(width: 64, height: 48)
        let centre = (30 + Int(random.next() % 5), 22 + Int(random.next() % 5))
        var bytes = picture.mutableBytes
        for y in 0..<48 {
            for x in 0..<64 {
                let (dx, dy) = (x - centre.0, y - centre.1)
                let level = dx * dx + dy * dy < 220 ? 190 : 70
                let noise = Int(random.next() % 24)
                for channel in 0..<3 {
                    bytes[(y * 64 + x) * 3 + channel] = UInt8(level + noise + 8 * channel)
                }
            }
        }
        return picture
    }
}
