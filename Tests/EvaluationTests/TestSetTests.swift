import Foundation
import Testing

@testable import Evaluation

@Suite struct TestSetTests {
    @Test func `MVTec AD's layout, masks named in either way`() throws {
        let folder = try LabelledFolder()
        let set = try TestSet.find(in: folder.path + "/")
        #expect(set.folder == folder.path && set.kinds == ["hole", "spot"])
        #expect(!set.hasSaturations)
        #expect(set.pictures.map(\.kind) == [nil, nil, nil, nil, "hole", "hole", "spot", "spot"])
        #expect(set.pictures[0].truth == .good)
        let masks = set.pictures.compactMap { picture -> String? in
            if case .mask(let path) = picture.truth { path } else { nil }
        }
        let truth = "\(folder.path)/ground_truth"
        #expect(
            masks == [
                "\(truth)/hole/0_mask.png", "\(truth)/hole/1_mask.png", "\(truth)/spot/0.png",
                "\(truth)/spot/1.png",
            ])
    }

    @Test func `masks that are missing are noted, and not looked for when images are enough`()
        throws
    {
        let folder = try LabelledFolder(masks: false)
        #expect(try TestSet.find(in: folder.path).pictures.count { $0.truth == .missing } == 4)
        let masked = try LabelledFolder()
        let set = try TestSet.find(in: masked.path, imageOnly: true)
        #expect(set.pictures.count { $0.truth == .missing } == 4)
    }

    @Test func `a folder that is no test set is refused with what it should be`() throws {
        let scratch = try Scratch()
        let error = #expect(throws: EvaluationError.self) {
            try TestSet.find(in: scratch.path)
        }
        #expect(error == .noTestSet(path: scratch.path))
        #expect(error?.description.hasPrefix("\(scratch.path): has no folder `test`.") == true)
        #expect(error?.description.contains("test/good") == true)
    }

    @Test func `a folder that is missing is another sentence, and a file a third`() throws {
        let folder = try LabelledFolder(good: 1)
        let none = "\(folder.path)/none"
        let missing = #expect(throws: EvaluationError.noFolder(path: none)) {
            try TestSet.find(in: none + "/")
        }
        #expect(missing?.description.hasPrefix("\(none): there is no such folder.") == true)
        #expect(missing?.description.contains("test/good") == true)
        let file = "\(folder.path)/test/good/0.png"
        let other = #expect(throws: EvaluationError.notAFolder(path: file)) {
            try TestSet.find(in: file)
        }
        #expect(other?.description.hasPrefix("\(file): is a file, not a folder.") == true)
    }

    @Test(arguments: [true, false]) func `a set without good parts is refused`(empty: Bool) throws {
        let folder = try LabelledFolder(good: 0)
        if empty {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/test/good", withIntermediateDirectories: true)
        }
        let error = #expect(throws: EvaluationError.self) {
            try TestSet.find(in: folder.path)
        }
        #expect(error == .noGood(path: folder.path))
        #expect(error?.description.contains("false rejects") == true)
    }

    @Test func `MVTec LOCO's layout has regions and saturations`() throws {
        let folder = try LabelledFolder(masks: false)
        let truth = "ground_truth/hole/0"
        try folder.write(LabelledFolder.square((3, 4), value: 255), "\(truth)/000.png")
        try folder.write(LabelledFolder.square((30, 20), value: 254), "\(truth)/001.png")
        #expect(throws: EvaluationError.self) { try TestSet.find(in: folder.path) }
        try folder.write(locoTable, "defects_config.json")
        let set = try TestSet.find(in: folder.path)
        #expect(set.hasSaturations)
        let base = "\(folder.path)/\(truth)"
        #expect(
            set.pictures.first { $0.kind == "hole" }?.truth
                == .regions(["\(base)/000.png", "\(base)/001.png"]))
        #expect(set.saturations?.saturation(of: 255, area: 40) == 20)
        #expect(set.saturations?.saturation(of: 254, area: 40) == 100)
        #expect(set.saturations?.saturation(of: 7, area: 40) == nil)
    }

    @Test(arguments: ["{}", "[{\"pixel_value\": 1}]", "no json"])
    func `a table of saturations that is none is refused by name`(text: String) throws {
        let folder = try LabelledFolder(masks: false)
        try folder.write(LabelledFolder.square((3, 4)), "ground_truth/hole/0/000.png")
        try folder.write(text, "defects_config.json")
        let error = #expect(throws: EvaluationError.self) { try TestSet.find(in: folder.path) }
        #expect(error?.description.contains("defects_config.json") == true)
    }
}

/// Two kinds of defects: half of one must be found, 100 pixels of the other.
let locoTable = """
    [{"defect_name": "a", "pixel_value": 255, "saturation_threshold": 0.5,
      "relative_saturation": true},
     {"defect_name": "b", "pixel_value": 254, "saturation_threshold": 100,
      "relative_saturation": false}]
    """
