import Anomaly
import Foundation
import Imaging
import Testing

@testable import Evaluation

@Suite struct EvaluatorTests {
    private func evaluate(
        _ path: String, _ change: (inout EvaluationOptions) -> Void = { _ in },
        report: @escaping Evaluator.Report = { _ in true }
    ) throws(EvaluationError) -> Evaluation {
        var options = EvaluationOptions()
        change(&options)
        let model: Model
        do {
            model = try demoModel()
        } catch {
            Issue.record("\(error)")
            throw .cancelled
        }
        let set = try TestSet.find(in: path, imageOnly: options.imageOnly)
        var evaluator = Evaluator(model, options: options, report: report)
        return try evaluator.evaluate(set)
    }

    @Test func `every figure of a labelled folder`() throws {
        let folder = try LabelledFolder()
        var stages: [EvaluationProgress] = []
        let found = try evaluate(folder.path, { $0.wantsCompatible = true }) {
            stages.append($0)
            return true
        }
        #expect(found.good.count == 4 && found.defective.count == 4)
        #expect(found.kinds.map(\.name) == ["hole", "spot"] && found.all.count == 4)
        #expect(found.all.image.count == ScoreKind.allCases.count)
        #expect(found.all.image[.puad]?.auroc != nil && found.meanOfSeven != nil)
        #expect(found.all.pixel?.regions == 4 && found.kinds[0].pixel?.regions == 2)
        #expect(found.all.pixel?.compatible?.f1Max != nil)
        #expect(found.stretched?.regions == 4 && found.stretched != found.all.pixel)
        #expect(found.all.saturated == nil && found.warnings.isEmpty && found.skipped.isEmpty)
        #expect(found.promises.map(\.detector) == [.efficientADWithPUAD, .efficientAD])
        #expect(Set(stages.map(\.stage)) == Set(EvaluationProgress.Stage.allCases))
        #expect(stages.last?.done == stages.last?.total)
    }

    @Test func `scores are those of the model's detector, number for number`() throws {
        let folder = try LabelledFolder(good: 1, defective: 1)
        let found = try evaluate(folder.path)
        let detector = try makeDetector(for: demoModel(), threads: 1)
        for picture in found.pictures {
            var preprocessor = Preprocessor()
            let file = try PictureFile.read(picture.path)
            let layout = FrameLayout(format: .rgb3, width: file.width, height: file.height)
            _ = try preprocessor.prepare(file.bytes, layout: layout)
            let seen = detector.assess(preprocessor.picture.bytes, ignored: Span())
            #expect(picture.scores.deciding == seen.score)
            #expect(picture.scores.efficientAD == seen.picturable.raw)
            #expect(picture.scores.distance == seen.unpicturable?.raw)
            var map = [Float](repeating: 0, count: 56 * 56)
            var span = map.mutableSpan
            detector.copyMap(into: &span)
            #expect(map == picture.map)
        }
    }

    @Test func `masks that are missing are asked for by name, or done without`() throws {
        let folder = try LabelledFolder(good: 2, defective: 1, masks: false)
        let error = #expect(throws: EvaluationError.self) { try evaluate(folder.path) }
        #expect(error?.description.contains("test/hole/0.png") == true)
        #expect(error?.description.contains("--image-only") == true)
        let found = try evaluate(folder.path) { $0.imageOnly = true }
        #expect(found.all.image[.efficientAD]?.auroc != nil && found.all.pixel == nil)
        #expect(found.warnings.isEmpty && found.meanOfSeven == nil)
    }

    @Test func `what cannot be read is listed, and left out only when told so`() throws {
        let folder = try LabelledFolder(good: 2, defective: 1)
        try folder.write("no picture", "test/good/broken.png")
        try folder.write(RGBPicture(width: 9, height: 9), "ground_truth/hole/0_mask.png")
        let error = #expect(throws: EvaluationError.self) { try evaluate(folder.path) }
        let words = try #require(error?.description)
        #expect(words.contains("2 pictures cannot be used") && words.contains("broken.png"))
        #expect(words.contains("9x9") && words.contains("--skip-unreadable"))
        let one = EvaluationError.unusable(["a.png: broken"]).description
        #expect(one.hasPrefix("1 picture cannot be used. Mend or remove it, or pass"))
        let found = try evaluate(folder.path) { $0.skipsUnreadable = true }
        #expect(found.skipped.count == 2 && found.pictures.count == 3)
    }

    @Test func `good parts alone are measured for false rejects, and that is said`() throws {
        let folder = try LabelledFolder(good: 3, defective: 0)
        let found = try evaluate(folder.path) { $0.threshold = -1000 }
        #expect(found.warnings.count == 1 && found.warnings[0].contains("only false rejects"))
        #expect(found.all.image[.efficientAD]?.auroc == nil && found.kinds.isEmpty)
        #expect(found.promises.map(\.falseRejects) == [Share(3, of: 3)])
        #expect(found.table.contains("–"))
    }

    @Test(arguments: EvaluationProgress.Stage.allCases)
    func `it stops when asked, at any stage`(stage: EvaluationProgress.Stage) throws {
        let folder = try LabelledFolder(good: 2, defective: 1)
        let error = #expect(throws: EvaluationError.self) {
            try evaluate(folder.path, report: { $0.stage != stage })
        }
        #expect(error == .cancelled)
    }

    @Test func `LOCO's regions have a saturated overlap at their own size`() throws {
        let folder = try LabelledFolder(good: 2, defective: 1, masks: false)
        try folder.write(locoTable, "defects_config.json")
        for kind in ["hole", "spot"] {
            let place = "ground_truth/\(kind)/0"
            try folder.write(LabelledFolder.square((8, 12), value: 255), "\(place)/0.png")
            try folder.write(LabelledFolder.square((14, 20), value: 254), "\(place)/1.png")
        }
        let found = try evaluate(folder.path)
        let saturated = try #require(found.all.saturated)
        #expect(saturated.regions == 4 && found.kinds[0].saturated?.regions == 2)
        #expect(saturated.overlapAreas.count == 2 && saturated.rank == nil)
        // The two squares overlap, so they are one region of the plain overlap.
        #expect(found.all.pixel?.regions == 2)
        #expect(found.table.contains("sPRO 0.05"))
    }

    @Test func `the page stands alone: charts, tables and pictures in one file`() throws {
        let folder = try LabelledFolder(good: 3, defective: 2)
        let found = try evaluate(folder.path)
        let page = EvaluationPage(found, model: "a<b>.safetensors", facts: "x & y", region: nil)
        let html = String(decoding: try page.html(), as: UTF8.self)
        #expect(html.hasPrefix("<!doctype html>") && !html.contains("<script"))
        #expect(!html.contains("http") && !html.contains("a<b>"))
        #expect(html.contains("a&lt;b&gt;.safetensors") && html.contains("x &amp; y"))
        #expect(html.components(separatedBy: "data:image/png;base64,").count == 1 + 3 + 4)
        #expect(html.components(separatedBy: "<svg").count == 3)
        #expect(html.components(separatedBy: "<polyline").count == 1 + 3)
        for name in ["hole", "spot", "false rejects", "AU-PRO", "stretched"] {
            #expect(html.contains(name))
        }
    }

    @Test func `the JSON has every figure, and null where there is none`() throws {
        let folder = try LabelledFolder(good: 2, defective: 1, masks: false)
        let found = try evaluate(folder.path) { $0.imageOnly = true }
        let data = Data(found.json(model: "m.safetensors"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["mAD"] is NSNull && object["stretched"] is NSNull)
        #expect(object["model"] as? String == "m.safetensors")
        let all = try #require(object["all"] as? [String: Any])
        let image = try #require(all["image"] as? [String: [String: Any]])
        #expect(image["puad"]?["auroc"] as? Double == found.all.image[.puad]?.auroc)
        #expect((object["pictures"] as? [[String: Any]])?.count == 4)
    }
}
