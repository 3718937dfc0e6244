import ArgumentParser
import Foundation
import Host
import Testing

@testable import bench

@Suite final class DemoPartsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        .path

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func draw(_ words: String...) throws {
        try DemoParts.parse([folder, "--count", "2"] + words).run()
    }

    /// What a refusal of the command line says.
    private func refusal(_ words: String...) -> String? {
        do {
            _ = try DemoParts.parse(words)
            return nil
        } catch {
            #expect(DemoParts.exitCode(for: error) == .validationFailure)
            return DemoParts.message(for: error)
        }
    }

    @Test func `parts are not mixed with those that are there`() throws {
        try draw()
        let good = "\(folder)/test/good"
        #expect(try FileSystem.list(good) == ["000000.png"])
        #expect(try FileSystem.list("\(folder)/ground_truth/scratch") == ["000001_mask.png"])
        let said = refusal(folder, "--seed", "7")
        #expect(said?.hasPrefix("\(folder) has parts already: name another folder") == true)
        // Those for training are another set.
        try draw("--good-only")
        #expect(try FileSystem.list("\(folder)/train/good") == ["000000.png", "000001.png"])
        #expect(refusal(folder, "--good-only")?.contains("remove \(folder)/train first") == true)
    }

    @Test func `what is no folder is told in words`() throws {
        try Data().write(to: URL(filePath: folder))
        for place in [folder, "/dev/null"] {
            #expect(refusal(place) == "\(place) is no folder; name another.")
        }
    }
}
