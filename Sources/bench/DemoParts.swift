import ArgumentParser
import Demo
import Foundation
import Imaging

/// `bench demo-parts FOLDER`: writes labelled parts of the demo line as PNG pictures.
///
/// The folders are MVTec AD's: `train/good`, or `test/good`, `test/scratch` and so on with
/// `ground_truth`, whose masks show where a part differs from the same one without the defect.
struct DemoParts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-parts",
        abstract: "Write labelled parts of the demo line as PNG pictures.")

    @Argument(help: ArgumentHelp("Where the folders of pictures are made.", valueName: "FOLDER"))
    var folder: String

    @Option("How many parts.", valueName: "N", read: WholeNumber.atLeast(1))
    var count = 100

    @Option("What the parts follow from.", valueName: "S", read: WholeNumber.atLeast(0))
    var seed: UInt64 = 1

    @Flag(help: "Good parts only, as for training.")
    var goodOnly = false

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("FOLDER must have a name.") }
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
