import Anomaly
import ArgumentParser
import Foundation
import Host
import Imaging
import Testing

@testable import sight

@Suite final class CalibrateTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    private let model = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../config/demo.safetensors").standardized.path

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Grey pictures that differ in brightness and in a bright corner.
    private func makePictures(_ count: Int) throws {
        try FileSystem.makeFolder("\(folder)/good")
        for number in 0..<count {
            var picture = RGBPicture(width: 32, height: 32)
            var bytes = picture.mutableBytes
            for index in bytes.indices {
                let isBright = index % 96 < 3 * (number % 7 + 4) && index < 96 * (number % 5 + 6)
                bytes[index] = UInt8((isBright ? 160 : 60) + number)
            }
            try PictureFile.write(picture, to: "\(folder)/good/\(1000 + number).png")
        }
    }

    @Test func `a model gets new scales and thresholds, and keeps its networks`() throws {
        try makePictures(40)
        let output = "\(folder)/new.safetensors"
        let command = try Calibrate.parse([
            model, "--good", "\(folder)/good", "-o", output, "--detector", "efficientad",
        ])
        try command.run()
        let (old, new) = (try ModelFile.read(path: model), try ModelFile.read(path: output))
        #expect(new.weights.tensors == old.weights.tensors && new.detector == .efficientAD)
        #expect(new.weights.ranges != nil)
        #expect(new.calibrationScores.count == 20 && new.facts.training.count == 20)
        #expect(new.facts.source.hasPrefix("calibrated from demo.safetensors ("))
        let text = ModelComparison(old: old, new: new).text
        #expect(text.contains("150 pictures") && text.contains("20 pictures"))
        #expect(text.contains("efficientad+puad"))
    }

    @Test func `pictures that a model was made of are told when it is measured with them`() throws {
        try makePictures(40)
        let output = "\(folder)/new.safetensors"
        try Calibrate.parse([
            model, "--good", "\(folder)/good", "-o", output, "--detector", "efficientad",
        ]).run()
        try FileSystem.makeFolder("\(folder)/set/test")
        try FileManager.default.moveItem(
            atPath: "\(folder)/good", toPath: "\(folder)/set/test/good")
        try Evaluate.parse([
            "\(folder)/set", "--model", output, "--json", "\(folder)/figures.json",
        ]).run()
        let text = try String(contentsOfFile: "\(folder)/figures.json", encoding: .utf8)
        let said = "the model was trained on 20 and calibrated with 20 of the 40 good pictures"
        #expect(text.contains(said))
    }

    @Test func `a damaged model is neither calibrated nor measured`() throws {
        try makePictures(40)
        let damaged = "\(folder)/damaged.safetensors"
        var model = try ModelFile.read(path: model)
        for index in 0..<8 { model.weights.tensors["student.conv2.weight"]?.values[index] *= 4 }
        try ModelFile.write(model, to: damaged)
        let commands: [any ParsableCommand] = [
            try Calibrate.parse([
                damaged, "--good", "\(folder)/good", "-o", "\(folder)/new.safetensors",
            ]), try Evaluate.parse([folder, "--model", damaged]),
        ]
        for command in commands {
            var command = command
            #expect {
                try command.run()
            } throws: {
                ($0 as? ToolFailure)?.code == .world && "\($0)".contains("golden pictures")
            }
        }
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/new.safetensors"))
    }

    @Test func `a model gets a memory in place of its student, and cannot go back`() throws {
        try makePictures(40)
        let output = "\(folder)/memory.safetensors"
        try Calibrate.parse([
            model, "--good", "\(folder)/good", "-o", output, "--detector", "memory+puad",
            "--memory", "9",
        ]).run()
        let (old, new) = (try ModelFile.read(path: model), try ModelFile.read(path: output))
        #expect(new.detector == .memoryWithPUAD && new.weights.memory?.count == 9)
        #expect(new.weights.tensors == old.weights.teacherAlone.tensors)
        let text = ModelComparison(old: old, new: new).text
        #expect(text.contains("9 vectors") && text.contains("memory+puad"))
        #expect(ModelSheet(new, path: output).text.contains("9 vectors of good parts"))
        let back = try Calibrate.parse([
            output, "--good", "\(folder)/good", "-o", "\(folder)/back.safetensors", "--detector",
            "puad",
        ])
        #expect {
            try back.run()
        } throws: { "\($0)".contains("has no student") }
        let sized = try Calibrate.parse([
            model, "--good", "\(folder)/good", "-o", "\(folder)/s.safetensors", "--memory", "9",
        ])
        #expect {
            try sized.run()
        } throws: { ($0 as? ToolFailure)?.code == .usage && "\($0)".contains("has no memory") }
        for words in [["--memory", "0"], ["--memory", "9", "--detector", "puad"]] {
            #expect(throws: (any Error).self) {
                try Calibrate.parse([model, "--good", folder, "-o", output] + words)
            }
        }
    }

    @Test func `a model that exists is replaced only by force`() throws {
        try FileSystem.makeFolder(folder)
        let output = "\(folder)/new.safetensors"
        try Data("precious".utf8).write(to: URL(filePath: output))
        let command = try Calibrate.parse([model, "--good", folder, "-o", output])
        do {
            try command.run()
            Issue.record("replaced")
        } catch let failure as ToolFailure {
            #expect(failure.code == .usage && failure.description.contains("--force"))
        }
        #expect(FileManager.default.contents(atPath: output) == Data("precious".utf8))
    }

    @Test func `too few pictures are told with how many are needed`() throws {
        try makePictures(12)
        let command = try Calibrate.parse([
            model, "--good", "\(folder)/good", "-o", "\(folder)/new.safetensors",
        ])
        do {
            try command.run()
            Issue.record("calibrated")
        } catch let failure as ToolFailure {
            #expect(failure.code == .world && failure.description.contains("Give 40 or more"))
        }
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/new.safetensors"))
    }

    @Test(arguments: [
        ("puad", DetectorKind.efficientADWithPUAD), ("efficientad", .efficientAD),
        ("memory", .memory), ("memory+puad", .memoryWithPUAD),
    ])
    func `a detector is chosen by its short name`(name: String, kind: DetectorKind) {
        #expect(DetectorChoice(argument: name)?.kind == kind)
        #expect(DetectorChoice(argument: "both") == nil)
    }
}
