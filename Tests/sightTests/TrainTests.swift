import Anomaly
import ArgumentParser
import Foundation
import Host
import Imaging
import Testing

@testable import sight

@Suite final class TrainTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    private let teacher = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../config/demo.safetensors").standardized.path

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// 20 pictures to fit to and 20 that are held out.
    private func makePictures() throws {
        for part in ["train", "validation"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(part)/good", withIntermediateDirectories: true)
        }
        for number in 0..<40 {
            var picture = RGBPicture(width: 32, height: 32)
            var bytes = picture.mutableBytes
            for index in bytes.indices {
                let isBright = index % 96 < 3 * (number % 7 + 4) && index < 96 * (number % 5 + 6)
                bytes[index] = UInt8((isBright ? 150 : 60) + number % 90)
            }
            let part = number < 20 ? "train" : "validation"
            try PictureFile.write(picture, to: "\(folder)/\(part)/good/\(1000 + number).png")
        }
    }

    @Test func `a memory is a model without learning`() throws {
        try makePictures()
        let output = "\(folder)/model.safetensors"
        try Train.parse([
            folder, "-o", output, "--teacher", teacher, "--detector", "memory", "--memory", "4",
        ]).run()
        let model = try ModelFile.read(path: output)
        #expect(model.detector == .memory && model.weights.memory?.count == 4)
        #expect(model.facts.training.count == 20 && model.calibrationScores.count == 20)
        #expect(model.facts.source.hasPrefix("trained here: teacher demo.safetensors ("))
        // Nothing of learning stays behind.
        #expect(!FileManager.default.fileExists(atPath: output + ".training"))
    }

    @Test func `a memory leaves alone what a run that learns has kept`() throws {
        try makePictures()
        let output = "\(folder)/model.safetensors"
        let state = output + ".training"
        try Data("learned for hours".utf8).write(to: URL(filePath: state))
        try Train.parse([
            folder, "-o", output, "--teacher", teacher, "--detector", "memory", "--memory", "4",
        ]).run()
        #expect(try Data(contentsOf: URL(filePath: state)) == Data("learned for hours".utf8))
    }

    @Test func `what is quickly seen is told in the order of the command line`() throws {
        try makePictures()
        let output = "\(folder)/model.safetensors"
        let none = "\(folder)/none"
        for (words, said) in [
            (
                [none, "--teacher", none, "--detector", "puad", "--photos", none],
                "train/good alone"
            ),
            ([folder, "--teacher", none, "--detector", "puad", "--photos", none], "no such file"),
            (
                [folder, "--teacher", teacher, "--detector", "puad", "--photos", none],
                "photographs"
            ),
        ] {
            #expect {
                try Train.parse(words + ["-o", output]).run()
            } throws: {
                ($0 as? ToolFailure)?.code == .world && "\($0)".hasPrefix("\(none): ")
                    && "\($0)".contains(said)
            }
        }
    }

    @Test(arguments: [
        ["--memory", "0"], ["--memory", "5", "--detector", "puad"], ["--steps", "3"],
        ["--photos", "x"], ["--detector", "memory", "--schedule", "quick"],
    ])
    func `options that have no effect are refused`(words: [String]) {
        #expect(throws: (any Error).self) {
            try Train.parse([folder, "-o", "\(folder)/model.safetensors"] + words)
        }
    }
}
