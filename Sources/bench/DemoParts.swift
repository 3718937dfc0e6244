import ArgumentParser
import Demo
import Host
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
        let kind = (try? FileSystem.status(of: folder))?.kind
        guard kind == nil || kind == .folder else {
            throw ValidationError("\(folder) is no folder; name another.")
        }
        // Nobody could tell the new parts from those that are there.
        for part in goodOnly ? [set] : [set, masks] where !FileSystem.isMissing(part) {
            throw ValidationError(
                "\(folder) has parts already: name another folder, or remove \(part) first.")
        }
    }

    private var set: String { "\(folder)/\(goodOnly ? "train" : "test")" }
    private var masks: String { "\(folder)/ground_truth" }

    func run() throws {
        let parts = LabelledParts(seed: seed, goodOnly: goodOnly)
        var picture = RGBPicture()
        for number in 0..<count {
            let truth = parts.render(number, into: &picture)
            try FileSystem.makeFolder("\(set)/\(truth.name)")
            let name = String(String(number + 1_000_000).dropFirst())
            try PictureFile.write(picture, to: "\(set)/\(truth.name)/\(name).png")
            guard !truth.isGood else { continue }
            try FileSystem.makeFolder("\(masks)/\(truth.name)")
            try PictureFile.write(
                parts.mask(of: number, showing: picture),
                to: "\(masks)/\(truth.name)/\(name)_mask.png")
        }
    }
}
