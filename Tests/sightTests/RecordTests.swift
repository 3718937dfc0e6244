import ArgumentParser
import Foundation
import Host
import Imaging
import Testing

@testable import sight

@Suite final class RecordTests {
    private let base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        .path

    init() throws {
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: base) }

    private func record(_ words: String...) throws {
        let command = try Record.parse(words)
        try command.run()
    }

    private var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "\(base)/parts").sorted()
        }
    }

    @Test func `frames of the demo line are saved, after those that there are`() throws {
        let folder = "\(base)/parts"
        try record("demo:?fps=100&seed=3", "-o", folder, "--count", "2")
        #expect(try names == ["000001.png", "000002.png"])
        let first = try Data(contentsOf: URL(filePath: "\(folder)/000001.png"))
        try record("demo:?fps=100&seed=4", "-o", folder, "--count", "1", "--every", "2")
        #expect(try names == ["000001.png", "000002.png", "000003.png"])
        #expect(try Data(contentsOf: URL(filePath: "\(folder)/000001.png")) == first)
        let picture = try PictureFile.read("\(folder)/000003.png")
        #expect(picture.width == 512 && picture.height == 512)
    }

    @Test func `a folder that is replayed ends the recording, pixel for pixel`() throws {
        let source = "\(base)/source"
        try FileManager.default.createDirectory(
            atPath: source, withIntermediateDirectories: true)
        var picture = RGBPicture(width: 20, height: 10)
        var bytes = picture.mutableBytes
        for index in 0..<600 { bytes[index] = UInt8(index % 251) }
        try PictureFile.write(picture, to: "\(source)/a.png")
        try record("replay:\(source)?fps=100", "-o", "\(base)/parts", "--count", "5")
        #expect(try names == ["000001.png"])
        let saved = try PictureFile.read("\(base)/parts/000001.png")
        let (expected, found) = (picture.bytes, saved.bytes)
        #expect(found.count == expected.count)
        for index in 0..<found.count where found[index] != expected[index] {
            Issue.record("sample \(index) differs")
            break
        }
    }

    @Test(arguments: [
        ["/dev/none", "-o", "x"], ["nothing", "-o", "x"], ["replay:", "-o", "x"],
    ])
    func `a source that is not there is refused`(words: [String]) throws {
        let command = try Record.parse(words)
        #expect(throws: ToolFailure.self) { try command.run() }
    }

    @Test(arguments: [
        ["--count", "0"], ["--every", "0"], ["--fps", "0"], ["--size", "12"], ["--size", "0x4"],
        ["--format", "ABCD"],
    ])
    func `numbers that make no sense are refused`(words: [String]) {
        #expect(throws: (any Error).self) { try Record.parse(["demo:", "-o", "x"] + words) }
    }

    @Test(arguments: [
        ("demo:", ["--size", "64x64"], "--size is asked of a camera"),
        ("replay:x", ["--format", "YUYV"], "--format is asked of a camera"),
        ("demo:?fps=5", ["--fps", "3"], "says 5.0 frames a second itself"),
    ])
    func `what would have no effect is refused`(source: String, words: [String], said: String) {
        let error = #expect(throws: (any Error).self) {
            try Record.parse([source, "-o", "x"] + words)
        }
        #expect(error.map { Record.exitCode(for: $0) } == .validationFailure)
        #expect(error.map { Record.message(for: $0).contains(said) } == true)
        #expect(throws: Never.self) {
            try Record.parse(["/dev/video0", "-o", "x", "--size", "64x64", "--format", "YUYV"])
        }
    }

    @Test func `a device is no folder, and nobody is told to remove it`() throws {
        #expect {
            try record("demo:?fps=100", "-o", "/dev/null", "--count", "1")
        } throws: {
            ($0 as? ToolFailure)?.code == .usage && "\($0)".hasPrefix("/dev/null: no folder")
                && !"\($0)".contains("remove")
        }
    }

    @Test func `names go on after the largest number`() {
        var names = PictureNames(
            after: [
                "000009.png", "000011.jpg", "x.png", "000002.png", "-3.png",
                "9223372036854775807.png", "20261126101500123.png",
            ])
        #expect(names.next() == "000010.png" && names.next() == "000011.png")
    }
}
