import Imaging
import Testing

@Suite struct RegionTests {
    static let layout = FrameLayout(format: .grey, width: 10, height: 8)

    @Test func `all of a frame fits it`() {
        let region = Region(allOf: Self.layout)
        #expect(region == Region(x: 0, y: 0, width: 10, height: 8))
        #expect(region.fits(in: Self.layout))
    }

    @Test(arguments: [
        (Region(x: 9, y: 7, width: 1, height: 1), true),
        (Region(x: 10, y: 7, width: 1, height: 1), false),
        (Region(x: 0, y: 1, width: 10, height: 8), false),
        (Region(x: 0, y: -1, width: 1, height: 1), false),
        (Region(x: 0, y: 0, width: 1, height: -1), false),
        (Region(x: .min, y: .max, width: .max, height: .max), false),
    ])
    func `what reaches out of the frame does not fit`(region: Region, fits: Bool) {
        #expect(region.fits(in: Self.layout) == fits)
    }
}
