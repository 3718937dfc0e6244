import ArgumentParser
import Events
import Foundation
import Host
import Imaging
import Testing

@testable import sight

@Suite final class InspectTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func makePicture(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try FileSystem.makeFolder(FileSystem.folder(of: path))
        try PictureFile.write(RGBPicture(width: 1, height: 1), to: path)
        return path
    }

    @Test(arguments: ["nan", "inf", "-inf", "1e7", "-1000001"])
    func `a threshold that no score can be compared with is refused`(threshold: String) {
        let error = #expect(throws: (any Error).self) {
            try Inspect.parse(["a.png", "--threshold=\(threshold)"])
        }
        #expect(error.map { Inspect.exitCode(for: $0) } == .validationFailure)
    }

    @Test(arguments: ["3.2", "-1000000", "1e6"])
    func `a threshold that the configuration takes is taken`(threshold: String) throws {
        let command = try Inspect.parse(["a.png", "--threshold=\(threshold)"])
        #expect(command.threshold == Double(threshold))
    }

    @Test func `what cannot be read does not hide the rest`() throws {
        let (good, other) = (try makePicture("good/a.png"), try makePicture("good/b/a.png"))
        try FileSystem.makeFolder("\(folder)/empty")
        let missing = "\(folder)/none.png"
        let found = InspectedPictures([missing, "\(folder)/empty", "\(folder)/good"])
        #expect(found.pictures.map(\.path) == [missing, good, other])
        #expect(found.pictures.map(\.mapName) == ["none-map.png", "a-map.png", "b/a-map.png"])
        #expect(found.complaints.count == 1)
        #expect(found.complaints.first?.contains("\(folder)/empty") == true)
    }

    @Test func `the worst of the pictures decides how the tool ends`() {
        var tally = InspectionTally()
        tally.count(.pass)
        #expect(tally.end == .done)
        tally.count(.fail)
        #expect(tally.end == .no)
        tally.countUnread()
        #expect(tally.end == .world)
        #expect(tally.text == "3 pictures: 1 passed, 1 failed, 0 undecided, 1 not read")
    }

    @Test func `heat maps that can go nowhere are told before the work begins`() throws {
        let model = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../config/demo.safetensors").standardized.path
        for place in [try makePicture("plain.png"), "/dev/null"] {
            // A picture that is never read: the folder comes first.
            let command = try Inspect.parse(["none.png", "--model", model, "--heatmap", place])
            #expect {
                try command.run()
            } throws: {
                ($0 as? ToolFailure)?.code == .usage && "\($0)".hasPrefix("\(place): no folder")
                    && !"\($0)".contains("remove")
            }
        }
    }

    @Test func `two pictures with one heat map are told before the work begins`() throws {
        let paths = [try makePicture("a/1.png"), try makePicture("b/1.png")]
        let clash = try #require(InspectedPictures(paths).clash)
        #expect([clash.0.path, clash.1.path] == paths)
        #expect(InspectedPictures([folder]).clash == nil)
    }
}
