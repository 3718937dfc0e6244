import Anomaly
import Compute
import Foundation
import Imaging
import Settings
import Testing

@testable import Inspection

@Suite struct LoaderTests {
    /// What a refusal says; `nil` when the settings were taken.
    func refusal(of settings: Settings) -> Loader.Failure? {
        do throws(Loader.Failure) {
            _ = try Loader.load(settings, generation: 0)
            return nil
        } catch {
            return error
        }
    }

    var demo: Settings {
        var settings = Settings()
        settings.inspection.model = InferenceStageTests.model
        return settings
    }

    @Test func `a refusal names the model that could be read`() throws {
        var settings = demo
        let digest = try Loader.load(settings, generation: 0).tag.digest
        settings.inspection.ignore = "/nowhere/mask.png"
        let refused = try #require(refusal(of: settings))
        #expect(refused.description.contains("/nowhere/mask.png") && !refused.isUsage)
        #expect(refused.digest == digest && digest.count == 64)
    }

    /// Writes a mask that is white from a column on and loads the demo model with it.
    func refusal(
        maskWhiteFrom column: Int, region: Settings.Region? = nil
    ) throws -> Loader.Failure? {
        var mask = RGBPicture(width: 64, height: 64)
        var bytes = mask.mutableBytes
        for index in bytes.indices where index / 3 % 64 >= column { bytes[index] = 255 }
        let path = NSTemporaryDirectory() + "sight-\(UUID().uuidString).png"
        try PictureFile.write(mask, to: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var settings = demo
        settings.inspection.ignore = path
        settings.inspection.region = region
        return refusal(of: settings)
    }

    @Test func `a mask that leaves nothing to inspect is refused`() throws {
        let refused = try #require(try refusal(maskWhiteFrom: 0))
        #expect(refused.description.contains("inspection.ignore") && refused.isUsage)
        #expect(try refusal(maskWhiteFrom: 32) == nil)
    }

    @Test func `only what of the mask is over the region counts`() throws {
        let left = Settings.Region(x: 0, y: 0, width: 32, height: 64)
        let right = Settings.Region(x: 32, y: 0, width: 32, height: 64)
        #expect(try refusal(maskWhiteFrom: 32, region: left) == nil)
        let refused = try #require(try refusal(maskWhiteFrom: 32, region: right))
        #expect(refused.description.contains("inspection.ignore"))
        // It fits no frame with this region: that is for the first frame to say.
        let outside = Settings.Region(x: 60, y: 0, width: 32, height: 64)
        #expect(try refusal(maskWhiteFrom: 0, region: outside) == nil)
    }

    @Test(arguments: [Settings.Precision.f32, .bf16])
    func `what was asked for is computed and told`(precision: Settings.Precision) throws {
        var settings = demo
        settings.inspection.precision = precision
        let loaded = try Loader.load(settings, generation: 0)
        #expect(loaded.tag.precision == precision.rawValue)
        #expect(loaded.summary.contains("\(precision.rawValue) on "))
        // Rounded numbers show, or the others were computed with.
        #expect((loaded.golden.worstMap > 1e-4) == (precision == .bf16))
    }

    @Test func `auto says why it takes what it takes`() throws {
        let loaded = try Loader.load(demo, generation: 0)
        let level = InstructionLevel.inUse
        let (precision, why) =
            level.hasTiles
            ? ("bf16", "faster than f32; int8 is refused: the file has no ranges")
            : level.hasByteProducts
                ? ("f32", "int8 is refused: the file has no ranges")
                : ("f32", "the others are not faster on this processor)")
        #expect(loaded.tag.precision == precision)
        #expect(loaded.summary.contains(" (\(why)"))
    }

    @Test func `more threads than processors are not taken, and that is said`() throws {
        var settings = demo
        settings.inspection.threads = 1000
        let loaded = try Loader.load(settings, generation: 0)
        #expect(loaded.tag.threads < 1000)
        #expect(loaded.summary.contains(" of the 1000 asked for, one a processor ("))
    }

    @Test func `settings allow as many threads as a team has, and a detector takes no more`() {
        #expect(Settings.Inspection.mostThreads == Team.largest)
        #expect(Loader.threads(asked: 0, allowed: 1000) == Team.largest)
        #expect(Loader.threads(asked: 0, allowed: 2) == 2)
        #expect(Loader.threads(asked: 1000, allowed: 1000) == Team.largest)
    }

    /// The demo model with what computing with bytes needs to know, in a file.
    private func withRanges(_ body: (_ path: String, Model) throws -> Void) throws {
        var model = try ModelFile.read(path: InferenceStageTests.model)
        let networks = try DetectorNetworks(model.weights, threads: 2)
        var ranges = ActivationRanges(values: [])
        for golden in model.goldenPictures {
            networks.run(golden.picture.span)
            networks.widen(&ranges)
        }
        model.weights.ranges = ranges
        let path = NSTemporaryDirectory() + "sight-\(UUID().uuidString).safetensors"
        try ModelFile.write(model, to: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path, model)
    }

    /// The scores of its good parts, further by so many standard deviations.
    private func shifted(_ model: Model, by deviations: (Int) -> Double) -> [CalibrationScore] {
        model.calibrationScores.indices.map { index in
            var score = model.calibrationScores[index]
            score.picturable += Float(
                deviations(index) * model.standardisation.picturable.deviation)
            score.combined += Float(deviations(index))
            return score
        }
    }

    @Test func `in bytes are as many layers as the golden pictures accept`() throws {
        try withRanges { path, _ in
            var settings = demo
            settings.inspection.model = path
            settings.inspection.precision = .int8
            let loaded = try Loader.load(settings, generation: 0)
            #expect(loaded.tag.precision == "int8")
            // The networks of the demo are small: in bytes throughout they are too far away.
            #expect(loaded.summary.contains("int8 on "))
            #expect(loaded.summary.contains(", from layer "))
            let isFaster = InstructionLevel.inUse.hasByteProducts
            #expect(loaded.summary.contains("slower than f32") != isFaster)
            #expect(loaded.golden.worstMap > 1e-3)
            #expect(loaded.golden.worstMap <= NetworkPrecision.int8.tolerance.map)
            #expect(loaded.summary.contains("held-out good parts were not scored in it"))
        }
    }

    @Test func `auto takes bytes only where the good parts were scored in them and hold`() throws {
        try withRanges { path, model in
            let isTried = InstructionLevel.inUse.hasByteProducts
            var settings = demo
            settings.inspection.model = path
            let unknown = try Loader.load(settings, generation: 0)
            #expect(unknown.tag.precision != "int8")
            #expect(unknown.tag.why.contains("`sight calibrate` does on such") == isTried)
            var scored = model
            scored.bytesFrom = model.weights.hiddenLayers - 1
            scored.otherScores[.int8] = model.calibrationScores
            try ModelFile.write(scored, to: path)
            let taken = try Loader.load(settings, generation: 0)
            #expect((taken.tag.precision == "int8") == isTried)
            #expect(taken.tag.why.contains("good parts deviate by 0.0 on average") == isTried)
            scored.otherScores[.int8] = shifted(model) { _ in 0.2 }
            try ModelFile.write(scored, to: path)
            let refused = try Loader.load(settings, generation: 0)
            #expect(refused.tag.precision != "int8")
            #expect(refused.tag.why.contains("good parts deviate by 0.2") == isTried)
            settings.inspection.precision = .int8
            let asked = try #require(refusal(of: settings))
            #expect(asked.description.contains("good parts deviate by 0.2"))
        }
    }

    @Test func `bf16 is refused where good parts say that it does not hold`() throws {
        try withRanges { path, model in
            var scored = model
            scored.otherScores[.bf16] = shifted(model) { $0 % 2 == 0 ? 0.2 : -0.2 }
            try ModelFile.write(scored, to: path)
            var settings = demo
            (settings.inspection.model, settings.inspection.precision) = (path, .bf16)
            let refused = try #require(refusal(of: settings))
            #expect(refused.description.contains("typically, more than 0.125"))
        }
    }

    @Test func `int8 without the ranges of good parts is refused with advice`() throws {
        var settings = demo
        settings.inspection.precision = .int8
        let refused = try #require(refusal(of: settings))
        #expect(refused.description.contains("in int8 it is refused: the file has no ranges"))
        #expect(refused.description.contains("`sight calibrate`"))
    }

    @Test func `bf16 that does not hold is refused with advice, and auto does not mind`() throws {
        let model = try ModelFile.read(path: InferenceStageTests.model)
        let golden = try #require(model.goldenPictures.first)
        let short = try makeDetector(for: model, threads: 1, element: .bfloat16)
            .assess(golden.picture.span, ignored: Span()).score
        var settings = demo
        // Between the two.
        settings.inspection.threshold = (Double(short) + Double(golden.score.combined)) / 2
        settings.inspection.precision = .bf16
        let refused = try #require(refusal(of: settings))
        #expect(refused.description.contains("other side of the threshold"))
        #expect(refused.description.contains("\"auto\""))
        settings.inspection.precision = .auto
        #expect(try Loader.load(settings, generation: 0).tag.precision == "f32")
    }

    @Test func `a refusal names no model that could not be read`() throws {
        var settings = demo
        settings.inspection.model = "/nowhere/model.safetensors"
        let refused = try #require(refusal(of: settings))
        #expect(refused.digest == nil)
    }
}
