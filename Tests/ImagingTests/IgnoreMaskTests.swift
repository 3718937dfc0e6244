import Testing

@testable import Imaging

@Suite struct IgnoreMaskTests {
    static let region = Region(x: 10, y: 20, width: 512, height: 256)
    static let frame = PictureSize(width: 600, height: 300)

    /// The ignored pixels of the (256, 256) plane.
    static func ignored(_ picture: borrowing RGBPicture) throws -> [(x: Int, y: Int)] {
        let plane = try IgnoreMask(picture).plane(region: region, frame: frame, side: 256)
        return plane.indices.filter { plane[$0] == 1 }.map { ($0 % 256, $0 / 256) }
    }

    @Test func `a white pixel of a mask of the region ignores the pixel that covers it`() throws {
        let mask = Pictures.of(512, 256) { x, y, _ in x == 101 && y == 7 ? 255 : 0 }
        let found = try Self.ignored(mask)
        #expect(found.map(\.x) == [50])
        #expect(found.map(\.y) == [7])
    }

    @Test func `a mask of the frame is shifted by the region`() throws {
        let mask = Pictures.of(600, 300) { x, y, _ in
            x == 10 + 100 && y == 20 + 255 || x < 10 || y < 20 ? 255 : 0
        }
        let found = try Self.ignored(mask)
        #expect(found.map(\.x) == [50])
        #expect(found.map(\.y) == [255])
    }

    @Test func `where pixels grow, all that touch a white one are ignored`() throws {
        let region = Region(x: 0, y: 0, width: 100, height: 100)
        let mask = IgnoreMask(Pictures.of(100, 100) { x, _, _ in x == 50 ? 255 : 0 })
        let plane = try mask.plane(
            region: region, frame: PictureSize(width: 100, height: 100), side: 256)
        #expect((0..<256).filter { plane[$0] == 1 } == [128, 129, 130])
    }

    @Test func `dark grey is inspected, light grey is not`() throws {
        let mask = Pictures.of(512, 256) { x, _, _ in x < 256 ? 127 : 128 }
        let found = try Self.ignored(mask)
        #expect(found.count == 128 * 256)
        #expect(found.map(\.x).min() == 128)
    }

    @Test func `a mask of another size is refused with the sizes that would do`() {
        let found = failure { () throws(ImagingError) in
            let mask = IgnoreMask(RGBPicture(width: 512, height: 255))
            _ = try mask.plane(region: Self.region, frame: Self.frame, side: 256)
        }
        let region = PictureSize(width: 512, height: 256)
        let mask = PictureSize(width: 512, height: 255)
        #expect(found == .maskSize(mask, region: region, frame: Self.frame))
    }

    @Test func `a mask is read from a file, and a missing one names its path`() throws {
        try Pictures.inFolder { folder in
            let path = folder + "/mask.png"
            try PictureFile.write(Pictures.of(4, 3) { x, _, _ in x == 0 ? 255 : 0 }, to: path)
            #expect(try IgnoreMask(path: path).size == PictureSize(width: 4, height: 3))
            let found = failure { () throws(ImagingError) in
                _ = try IgnoreMask(path: folder + "/none.png")
            }
            #expect(found == .file(path: folder + "/none.png", .read, errno: 2))
        }
    }
}
