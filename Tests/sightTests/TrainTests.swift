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

    private func makePictures(_ count: Int) throws {
        try FileSystem.makeFolder("\(folder)/good")
        for number in 0..<count {
            var picture = RGBPicture(width: 32, height: 32)
            var bytes = picture.mutableBytes
            for index in bytes.indices {
                let isBright = index % 96 < 3 * (number % 7 + 4) && index < 96 * (number % 5 + 6)
                bytes[index] = UInt8((isBright ? 150 : 60) + number % 90)
            }
            try PictureFile.write(picture, to: "\(folder)/good/\(1000 + number).png")
        }
    }

    @Test func `a memory is a model without learning`() throws {
        try makePictures(134)
        let output = "\(folder)/model.safetensors"
        try Train.parse([
            "\(folder)/good", "-o", output, "--teacher", teacher, "--detector", "memory",
            "--memory", "4",
        ]).run()
        let model = try ModelFile.read(path: output)
        #expect(model.detector == .memory && model.weights.memory?.count == 4)
        #expect(model.facts.training.count == 114 && model.calibrationScores.count == 20)
        #expect(model.facts.source.hasPrefix("trained here: teacher demo.safetensors ("))
        let files = Set(try FileSystem.list(folder))
        #expect(files.isSubset(of: ["good", "model.safetensors", "model.safetensors.lock"]))
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
