import Anomaly
import Foundation
import Imaging
import Testing

@testable import Training

@Suite struct KnownPicturesTests {
    private let folder: Scratch

    /// 140 good parts to test with.
    init() throws {
        folder = try Scratch()
        try makePictures("test/good", 0..<140)
    }

    /// Pictures that all differ.
    private func makePictures(_ name: String, _ numbers: Range<Int>) throws {
        let inside = "\(folder.path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: inside, withIntermediateDirectories: true)
        for number in numbers {
            var picture = RGBPicture(width: 8, height: 8)
            var bytes = picture.mutableBytes
            (bytes[0], bytes[1]) = (UInt8(number % 256), UInt8(number / 256))
            try PictureFile.write(picture, to: "\(inside)/\(1000 + number).png")
        }
    }

    /// What a model made of a folder says, as `ModelFitter` has it.
    private func facts(of split: PictureSplit) throws -> ModelFacts {
        var census = PictureCensus(region: nil)
        try census.take(split) { _ in true }
        return ModelFacts(
            feature: .teacher, training: census.facts(of: split.training),
            calibration: census.facts(of: split.heldOut), toolVersion: "", source: "")
    }

    private func known(_ facts: ModelFacts) throws -> KnownPictures {
        let pictures = try PictureFolder.pictures(under: "\(folder.path)/test/good")
        return KnownPictures(of: facts, among: pictures, folder: folder.path)
    }

    @Test(arguments: [PictureSplit.heldOutShare, PictureSplit.calibrationShare])
    func `a folder that a model was made of is known, divided as then`(share: Double) throws {
        let split = try PictureSplit.find(
            in: "\(folder.path)/test/good", heldOutShare: share)
        let known = try known(facts(of: split))
        #expect(known.training == split.training && known.calibration == split.heldOut)
        let warning = try #require(known.warning)
        let (trained, calibrated) = (split.training.count, split.heldOut.count)
        let counts = "was trained on \(trained) and calibrated with \(calibrated) of the 140"
        #expect(warning.contains(counts))
    }

    @Test func `all calibration pictures and no others are known`() throws {
        let good = try PictureFolder.pictures(under: "\(folder.path)/test/good")
        try makePictures("train/good", 200..<240)
        let trained = try PictureFolder.pictures(under: "\(folder.path)/train/good")
        let known = try known(facts(of: PictureSplit(training: trained, heldOut: good)))
        #expect(known.training.isEmpty && known.calibration == good)
        #expect(known.warning?.contains("the model was calibrated with 140 of the 140") == true)
    }

    @Test func `copies of training pictures of the same set are known`() throws {
        try makePictures("train/good", 137..<290)
        let split = try PictureSplit.find(in: folder.path)
        let known = try known(facts(of: split))
        #expect(known.training.count + known.calibration.count == 3)
        #expect(known.warning?.contains(" of the 140 good pictures") == true)
    }

    @Test func `pictures that the model was not made of give no warning`() throws {
        try makePictures("train/good", 200..<340)
        let split = try PictureSplit.find(in: folder.path)
        let known = try known(facts(of: split))
        #expect(known.training.isEmpty && known.calibration.isEmpty && known.warning == nil)
        let unknown = DataFacts(count: 140, digest: "")
        let silent = ModelFacts(
            feature: .teacher, training: unknown, calibration: unknown, toolVersion: "",
            source: "")
        #expect(try self.known(silent).warning == nil)
    }
}
