import Foundation
import Imaging
import Testing

@testable import Training

@Suite struct TargetMakerTests {
    let photos: PhotoFolder
    let path: String

    init() throws {
        photos = try PhotoFolder(3)
        path = "\(photos.path)/cache"
    }

    private func maker(seed: UInt64 = 1, channels: Int = 24) throws -> TargetMaker {
        try TargetMaker(
            BackboneFixture("named").backbone, photos: photos.library(), seed: seed, threads: 1,
            side: BackboneFixture.side, channels: channels)
    }

    private func content() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test func `records are the crops' pictures and targets`() throws {
        var maker = try maker()
        try maker.fill(cache: path, crops: 4) { _, _ in true }
        let reader = try TargetCacheReader(path: path)
        #expect(reader.count == 4)
        #expect(reader.recipe.side == 64 && reader.recipe.grid == 8)
        #expect(Set(reader.crops.prefix(3).map(\.photo)) == [0, 1, 2])
        let targets = try DistillationTargets(
            BackboneFixture("named").backbone, side: BackboneFixture.side, threads: 1)
        let paths = try photos.library().paths
        for (record, crop) in reader.crops.enumerated() {
            var cropper = PhotoCropper(side: BackboneFixture.side)
            cropper.run(crop, of: try PictureFile.read(paths[crop.photo]))
            let expected = elements(of: cropper.small.bytes)
            let picture = elements(of: reader.picture(record))
            #expect(picture == expected)
            targets.run(cropper.large.bytes)
            let target = elements(of: reader.target(record))
            #expect(target == targets.target)
        }
    }

    @Test func `a cache that was stopped is gone on with as if it had not been`() throws {
        var whole = try maker()
        try whole.fill(cache: path, crops: 5) { _, _ in true }
        let expected = try content()
        try FileManager.default.removeItem(atPath: path)
        var first = try maker()
        #expect(throws: DistillationError.cancelled) {
            try first.fill(cache: path, crops: 5) { done, _ in done < 2 }
        }
        #expect(try TargetCacheReader(path: path).count == 2)
        var told: [Int] = []
        var second = try maker()
        try second.fill(cache: path, crops: 5) { done, total in
            told.append(done)
            return total == 5
        }
        #expect(told == [2, 3, 4, 5])
        #expect(try content() == expected)
    }

    @Test func `another seed gives other crops, and is refused for a cache of the first`() throws {
        var first = try maker()
        try first.fill(cache: path, crops: 1) { _, _ in true }
        var other = try maker(seed: 2)
        #expect(
            throws: DistillationError.otherCache(path: path, key: "seed", found: "1", wanted: "2")
        ) {
            try other.fill(cache: path, crops: 2) { _, _ in true }
        }
    }

    @Test func `a backbone whose targets are not as wide as a teacher is refused`() throws {
        do {
            _ = try TargetMaker(
                BackboneFixture("named").backbone, photos: photos.library(), seed: 1, threads: 1)
            Issue.record("accepted")
        } catch {
            #expect("\(error)".contains("targets of 24 channels, but a teacher has 384"))
        }
    }

    @Test func `a photo that is gone is told with its path`() throws {
        var maker = try maker()
        let gone = try photos.library().paths
        for path in gone { try FileManager.default.removeItem(atPath: path) }
        do throws(DistillationError) {
            try maker.fill(cache: path, crops: 1) { _, _ in true }
            Issue.record("made")
        } catch {
            #expect(error.description.contains(photos.path), "\(error)")
        }
    }
}
