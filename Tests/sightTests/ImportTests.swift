import Anomaly
import ArgumentParser
import Foundation
import Host
import Imaging
import Testing

@testable import sight

@Suite struct ImportTests {
    @Test(arguments: ["1,2,3", "1,2,300,0", "-1,2,30,40", "a,b,c,d", "1,2,30,40,50", ""])
    func `a region that is none is refused`(text: String) {
        #expect(throws: ValidationError.self) { try PixelRegion(typed: text) }
    }

    @Test func `a region is four whole numbers`() throws {
        let expected = Region(x: 10, y: 0, width: 640, height: 480)
        #expect(try PixelRegion(typed: "10,0,640,480").region == expected)
        #expect(try PixelRegion(typed: "10, 0, 640, 480").region == expected)
    }

    @Test func `a model that exists is replaced only by force`() throws {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "sight-\(UUID().uuidString).safetensors"
        ).path
        try Data("precious".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let command = try Import.parse(["/nonexistent", "--good", "/nonexistent", "-o", path])
        do {
            try command.run()
            Issue.record("replaced")
        } catch let failure as ToolFailure {
            #expect(failure.code == .usage && failure.description.contains("--force"))
        }
        #expect(FileManager.default.contents(atPath: path) == Data("precious".utf8))
    }

    @Test func `a model that fails its golden pictures replaces nothing`() throws {
        let demo = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../config/demo.safetensors").standardized.path
        var model = try ModelFile.read(path: demo)
        model.goldenPictures[0].map[0] += 1
        let path = FileManager.default.temporaryDirectory.appending(
            path: "sight-\(UUID().uuidString).safetensors"
        ).path
        try Data("precious".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: ToolFailure.self) { try Import.write(model, to: path) }
        #expect(error?.code == .fault)
        #expect(error?.description.contains("golden pictures") == true)
        #expect(FileManager.default.contents(atPath: path) == Data("precious".utf8))
    }

    @Test func `a folder that cannot be written to is told before the work begins`() throws {
        let command = try Import.parse([
            "/nonexistent", "--good", "/nonexistent", "-o", "/nonexistent/model.safetensors",
        ])
        do {
            try command.run()
            Issue.record("written")
        } catch let failure as ToolFailure {
            #expect(failure.code == .world && failure.description.contains("/nonexistent"))
        }
    }

    @Test func `a checkpoint that is missing fails with the world's code`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "sight-none").path
        let command = try Import.parse(["/nonexistent", "--good", "/", "-o", path])
        do {
            try command.run()
            Issue.record("imported")
        } catch let failure as ToolFailure {
            #expect(failure.code == .world)
            let said = failure.description
            #expect(said.hasPrefix("/nonexistent: there is no such file or folder. Give PUAD's"))
        }
    }
}
