import Imaging
import Testing

@testable import Evaluation

@Suite struct TruthReaderTests {
    private let size = PictureSize(width: 64, height: 48)

    private func picture(_ truth: TestSet.Truth) -> TestSet.Picture {
        TestSet.Picture(path: "p.png", kind: "hole", truth: truth)
    }

    @Test func `a mask is resized like its picture and cut at one half`() throws {
        let folder = try LabelledFolder(good: 1, defective: 0)
        try folder.write(LabelledFolder.square((8, 12)), "mask.png")
        var reader = TruthReader(region: nil, saturations: nil)
        let truth = try reader.read(
            picture(.mask("\(folder.path)/mask.png")), size: size, inspected: size)
        #expect(truth.full == nil && truth.small.regions.count == 1)
        let region = try #require(truth.small.regions.first)
        // 12 of 64 columns are 48 of 256, 12 of 48 rows are 64.
        let row = 96 * 256
        #expect(region.runs.count == 64)
        #expect(region.runs[32] == (row + 32)..<(row + 80))
        // Only the corners are rounded off.
        #expect((64 * 48 - 20...64 * 48).contains(region.area))
    }

    @Test func `a region cuts the mask as it cuts the picture`() throws {
        let folder = try LabelledFolder(good: 1, defective: 0)
        try folder.write(LabelledFolder.square((8, 12)), "mask.png")
        let region = Region(x: 8, y: 12, width: 24, height: 12)
        var reader = TruthReader(region: region, saturations: nil)
        let truth = try reader.read(
            picture(.mask("\(folder.path)/mask.png")), size: size,
            inspected: PictureSize(width: 24, height: 12))
        let found = try #require(truth.small.regions.first)
        let expected: [Range<Int>] = (0..<256).map { row in row * 256..<row * 256 + 128 }
        #expect(found.runs == expected)
    }

    @Test func `a mask of another size is refused with both sizes`() throws {
        let folder = try LabelledFolder(good: 1, defective: 0)
        try folder.write(RGBPicture(width: 63, height: 48), "mask.png")
        var reader = TruthReader(region: nil, saturations: nil)
        do throws(UnusablePicture) {
            _ = try reader.read(
                picture(.mask("\(folder.path)/mask.png")), size: size, inspected: size)
            Issue.record("accepted")
        } catch {
            #expect(error.reason.contains("63x48") && error.reason.contains("64x48"))
        }
    }

    @Test func `LOCO's regions keep their own size, overlap and saturate`() throws {
        let folder = try LabelledFolder(masks: false)
        try folder.write(LabelledFolder.square((8, 12), value: 255), "0.png")
        try folder.write(LabelledFolder.square((14, 12), value: 254), "1.png")
        try folder.write(locoTable, "defects_config.json")
        let table = try SaturationTable.read("\(folder.path)/defects_config.json")
        var reader = TruthReader(region: nil, saturations: table)
        let paths = ["\(folder.path)/0.png", "\(folder.path)/1.png"]
        let truth = try reader.read(picture(.regions(paths)), size: size, inspected: size)
        let full = try #require(truth.full)
        #expect(full.width == 64 && full.height == 48)
        #expect(full.regions.map(\.area) == [144, 144])
        #expect(full.regions.map(\.saturation) == [72, 100])
        // At 256x256 they are one: 18 columns wide.
        let area = try #require(truth.small.regions.first).area
        #expect(truth.small.regions.count == 1 && (72 * 64 - 20...72 * 64).contains(area))
    }

    @Test func `a value that the table has not is refused`() throws {
        let folder = try LabelledFolder(masks: false)
        try folder.write(LabelledFolder.square((8, 12), value: 3), "0.png")
        try folder.write(locoTable, "defects_config.json")
        let table = try SaturationTable.read("\(folder.path)/defects_config.json")
        var reader = TruthReader(region: nil, saturations: table)
        do throws(UnusablePicture) {
            _ = try reader.read(
                picture(.regions(["\(folder.path)/0.png"])), size: size, inspected: size)
            Issue.record("accepted")
        } catch {
            #expect(error.reason.contains("its value 3 is not in defects_config.json"))
        }
    }
}
