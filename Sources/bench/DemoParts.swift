import Demo
import Foundation
import Imaging

/// `bench demo-parts FOLDER`: writes labelled parts of the demo line as PNG pictures.
///
/// The folders are MVTec AD's: `train/good`, or `test/good`, `test/scratch` and so on with
/// `ground_truth`, whose masks show where a part differs from the same one without the defect.
struct DemoParts {
    static let usage = "bench demo-parts FOLDER [--count N] [--seed S] [--good-only]"

    var folder = ""
    var count = 100
    var seed: UInt64 = 1
    var goodOnly = false

    /// Reads the words behind `demo-parts`; nil if one is not understood.
    init?(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
                case "--good-only": goodOnly = true
                case "--count":
                    guard let value = rest.popFirst().flatMap({ Int($0) }) else { return nil }
                    count = value
                case "--seed":
                    guard let value = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
                    seed = value
                default:
                    guard folder.isEmpty, !word.hasPrefix("-") else { return nil }
                    folder = word
            }
        }
        guard !folder.isEmpty, count > 0 else { return nil }
    }

    func run() throws {
        let parts = LabelledParts(seed: seed, goodOnly: goodOnly)
        var picture = RGBPicture()
        for number in 0..<count {
            let truth = parts.render(number, into: &picture)
            let place = URL(filePath: folder).appending(path: goodOnly ? "train" : "test")
                .appending(path: truth.name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let name = String(String(number + 1_000_000).dropFirst())
            try PictureFile.write(picture, to: place.appending(path: name + ".png").path)
            guard !truth.isGood else { continue }
            let masks = URL(filePath: folder).appending(path: "ground_truth/\(truth.name)")
            try FileManager.default.createDirectory(at: masks, withIntermediateDirectories: true)
            try PictureFile.write(
                parts.mask(of: number, showing: picture),
                to: masks.appending(path: name + "_mask.png").path)
        }
    }
}
