import Anomaly
import Foundation
import Imaging

/// Numbers that look random and are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Where the repository's own files lie.
let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized

/// A folder that lives as long as the test.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The model of the demo line, which the repository has.
func demoModel() throws -> Model {
    try ModelFile.read(path: repository.appending(path: "config/demo.safetensors").path)
}

/// A labelled folder of small pictures: bright discs on a grey belt, some with a dark square.
final class LabelledFolder {
    let scratch: Scratch
    var path: String { scratch.path }

    /// Makes `test/good` and two kinds of defect with masks, named in MVTec AD's two ways.
    init(good: Int = 4, defective: Int = 2, masks: Bool = true) throws {
        scratch = try Scratch()
        var random = SeededNumbers(seed: 9)
        for number in 0..<good {
            try write(Self.part(&random, defect: nil), "test/good/\(number).png")
        }
        for number in 0..<defective {
            for kind in ["hole", "spot"] {
                let corner = (8 + Int(random.next() % 20), 6 + Int(random.next() % 20))
                try write(Self.part(&random, defect: corner), "test/\(kind)/\(number).png")
                guard masks else { continue }
                let name = kind == "hole" ? "\(number)_mask" : "\(number)"
                try write(Self.square(corner), "ground_truth/\(kind)/\(name).png")
            }
        }
    }

    /// Writes a picture below the folder.
    func write(_ picture: borrowing RGBPicture, _ name: String) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try PictureFile.write(picture, to: file.path)
    }

    /// Writes bytes below the folder.
    func write(_ text: String, _ name: String) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private static func part(
        _ random: inout SeededNumbers, defect: (x: Int, y: Int)?
    ) -> RGBPicture {
        var picture = RGBPicture(width: 64, height: 48)
        var bytes = picture.mutableBytes
        for place in 0..<64 * 48 {
            let (x, y) = (place % 64, place / 64)
            let isDisc = (x - 32) * (x - 32) + (y - 24) * (y - 24) < 220
            let level = isDefect(x, y, defect) ? 5 : isDisc ? 190 : 70
            let noise = Int(random.next() % 24)
            for channel in 0..<3 { bytes[place * 3 + channel] = UInt8(level + noise) }
        }
        return picture
    }

    private static func isDefect(_ x: Int, _ y: Int, _ corner: (x: Int, y: Int)?) -> Bool {
        guard let corner else { return false }
        return (corner.x..<corner.x + 12).contains(x) && (corner.y..<corner.y + 12).contains(y)
    }

    /// A mask, white in the square.
    static func square(_ corner: (x: Int, y: Int), value: UInt8 = 255) -> RGBPicture {
        var picture = RGBPicture(width: 64, height: 48)
        var bytes = picture.mutableBytes
        for place in 0..<64 * 48 where isDefect(place % 64, place / 64, corner) {
            for channel in 0..<3 { bytes[place * 3 + channel] = value }
        }
        return picture
    }
}
