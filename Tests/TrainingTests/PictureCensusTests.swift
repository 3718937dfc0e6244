import Foundation
import Imaging
import Testing

@testable import Training

@Suite struct PictureCensusTests {
    /// A folder of pictures that all differ.
    private func makeFolder(_ count: Int) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for number in 0..<count {
            var picture = RGBPicture(width: 8, height: 8)
            var bytes = picture.mutableBytes
            (bytes[0], bytes[1]) = (UInt8(number % 256), UInt8(number / 256))
            try PictureFile.write(picture, to: folder.appending(path: "\(1000 + number).png").path)
        }
        return folder
    }

    @Test func `one picture is told of as one`() throws {
        let folder = try makeFolder(3)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = (1000...1002).map { folder.appending(path: "\($0).png").path }
        for path in paths.dropFirst() {
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: paths[0], toPath: path)
        }
        for (count, said) in [(1, "1 held-out picture is a copy"), (2, "2 held-out pictures are")] {
            let split = PictureSplit(
                training: [paths[0]], heldOut: Array(paths.dropFirst().prefix(count)))
            var census = PictureCensus(region: nil)
            try census.take(split) { _ in true }
            #expect(census.warnings(split).first?.hasPrefix(said) == true)
        }
        let broken = UnreadablePicture(path: "a", reason: "a: broken")
        for (pictures, said) in [([broken], "1 picture cannot"), ([broken, broken], "2 pictures")] {
            #expect(FittingError.unreadable(pictures).description.hasPrefix(said))
        }
    }

    @Test func `pictures that networks were trained on are not held out`() throws {
        let folder = try makeFolder(140)
        defer { try? FileManager.default.removeItem(at: folder) }
        let trained = try PictureSplit.find(in: folder.path)
        let halves = try PictureSplit.find(in: folder.path, heldOutShare: 0.5)
        var census = PictureCensus(region: nil)
        try census.take(halves) { _ in true }
        let facts = census.facts(of: trained.training)
        let found = census.ownSplit(halves, trainedOn: facts)
        let own = try #require(found)
        #expect(own.training == trained.training && own.heldOut == trained.heldOut)
        let others = census.facts(of: halves.heldOut)
        let unchanged = [
            census.ownSplit(trained, trainedOn: facts), census.ownSplit(halves, trainedOn: nil),
            census.ownSplit(halves, trainedOn: others),
        ]
        #expect(unchanged == [nil, nil, nil])
    }
}
