import Foundation
import Testing

@testable import Training

@Suite struct PictureSplitTests {
    @Test func `15 percent are held out, always the same ones`() {
        let paths = (0..<140).map { "part_\($0 + 1000).png" }
        let split = PictureSplit.divide(paths)
        #expect(split.heldOut.count == 21 && split.training.count == 119)
        #expect(Set(split.training + split.heldOut) == Set(paths))
        #expect(split.training == split.training.sorted() && split == PictureSplit.divide(paths))
        // What the documented shuffle gives; a change here changes every model made from a folder.
        #expect(split.heldOut.prefix(4).map { $0.dropFirst(5).prefix(4) } == Self.first)
    }

    static let first: [Substring] = ["1005", "1019", "1025", "1030"]

    @Test func `own validation pictures are used as they are`() throws {
        let folder = try Scratch()
        try folder.fill("train/good", 25)
        try folder.fill("validation/good", 20)
        try folder.fill("test/crack", 5)
        let split = try PictureSplit.find(in: folder.path)
        #expect(split.training.count == 25 && split.heldOut.count == 20)
        #expect(split.heldOut.allSatisfy { $0.contains("/validation/good/") })
    }

    @Test func `anomalous pictures of a data set are never taken for good`() throws {
        let folder = try Scratch()
        try folder.fill("good", 150)
        try folder.fill("test/crack", 150)
        do throws(FittingError) {
            _ = try PictureSplit.find(in: folder.path)
            Issue.record("accepted")
        } catch {
            #expect(error == .mixedFolder(path: folder.path, found: "test"))
        }
    }

    @Test func `the pictures of one defect are not taken for good, the good ones are`() throws {
        let folder = try Scratch()
        try folder.fill("test/crack", 150)
        try folder.fill("test/good", 150)
        let crack = "\(folder.path)/test/crack"
        #expect(throws: FittingError.defectFolder(path: crack)) {
            _ = try PictureSplit.find(in: crack)
        }
        #expect(try PictureSplit.find(in: "\(folder.path)/test/good").heldOut.count == 22)
    }

    @Test func `tests and masks as a whole are not taken for good`() throws {
        let folder = try Scratch()
        try folder.fill("test/crack", 150)
        try folder.fill("ground_truth/crack", 150)
        for (path, expected) in [
            ("test", "has a folder `crack` but no `train/good`"),
            ("ground_truth", "looks like the masks"),
            ("ground_truth/crack", "looks like the masks"),
        ] {
            let error = #expect(throws: FittingError.self) {
                _ = try PictureSplit.find(in: "\(folder.path)/\(path)")
            }
            #expect(error?.description.contains(expected) == true, "\(path)")
        }
    }

    @Test func `a folder good beside others is a data set, days of a camera are not`() throws {
        let folder = try Scratch()
        try folder.fill("set/good", 150)
        try folder.fill("set/crack", 5)
        try folder.fill("days/monday", 80)
        try folder.fill("days/tuesday", 80)
        let set = "\(folder.path)/set"
        #expect(throws: FittingError.mixedFolder(path: set, found: "crack")) {
            _ = try PictureSplit.find(in: set)
        }
        #expect(try PictureSplit.find(in: "\(folder.path)/days").heldOut.count == 24)
    }

    @Test func `a file is no folder`() throws {
        let folder = try Scratch()
        try folder.fill("good", 1)
        let path = "\(folder.path)/good/1000.png"
        #expect(throws: FittingError.notAFolder(path: path)) {
            _ = try PictureSplit.find(in: path)
        }
    }

    @Test func `a folder that is missing is told with the layout that is expected`() throws {
        let path = "\(try Scratch().path)/none"
        let error = #expect(throws: FittingError.noFolder(path: path)) {
            _ = try PictureSplit.find(in: path)
        }
        #expect(error?.description.hasPrefix("\(path): there is no such folder.") == true)
        #expect(error?.description.contains("train/good and validation/good") == true)
    }

    @Test func `too few pictures are refused with the numbers`() throws {
        let folder = try Scratch()
        try folder.fill(".", 60)
        do throws(FittingError) {
            _ = try PictureSplit.find(in: folder.path)
            Issue.record("accepted")
        } catch {
            #expect(error == .tooFew(folder: folder.path, training: 51, heldOut: 9, share: 0.15))
            #expect(error.description.contains("Give 134 or more in one folder"))
        }
    }

    @Test func `a half may be held out, and too few are told by that share`() throws {
        let paths = (1000..<1100).map { "\($0).png" }
        let split = PictureSplit.divide(paths, heldOutShare: 0.5)
        #expect(split.training.count == 50 && split.heldOut.count == 50)
        let folder = try Scratch()
        try folder.fill(".", 30)
        do throws(FittingError) {
            _ = try PictureSplit.find(in: folder.path, heldOutShare: 0.5)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("Give 40 or more in one folder (50 % are held out)"))
        }
    }

    @Test func `134 pictures are enough`() throws {
        let folder = try Scratch()
        try folder.fill(".", 134)
        #expect(try PictureSplit.find(in: folder.path).heldOut.count == 20)
    }
}

/// A folder that is gone when the test ends.
final class Scratch {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "sight-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes empty files with the names of pictures.
    func fill(_ folder: String, _ count: Int) throws {
        let full = "\(path)/\(folder)"
        try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
        for number in 0..<count {
            try Data().write(to: URL(filePath: "\(full)/\(1000 + number).png"))
        }
    }

    /// Copies a fixture into the folder.
    func copy(_ fixture: String, to name: String) throws {
        let target = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (target as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Fixtures.path(fixture), toPath: target)
    }
}
