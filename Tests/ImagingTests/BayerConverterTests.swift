import Imaging
import Testing

@Suite struct BayerConverterTests {
    /// The colours of the four pixels of each pattern, row by row; 0 is red.
    static let patterns: [(PixelFormat, [Int])] = [
        (.ba81, [2, 1, 1, 0]), (.gbrg, [1, 2, 0, 1]), (.grbg, [1, 0, 2, 1]), (.rggb, [0, 1, 1, 2]),
    ]

    /// What a sensor with this pattern sees of a picture.
    static func mosaic(
        _ picture: borrowing RGBPicture, _ pattern: [Int], bytesPerRow: Int
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xEE, count: bytesPerRow * picture.height)
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                bytes[y * bytesPerRow + x] = picture.pixel(x, y)[pattern[y % 2 * 2 + x % 2]]
            }
        }
        return bytes
    }

    @Test(arguments: patterns)
    func `a flat colour comes back exactly`(format: PixelFormat, pattern: [Int]) throws {
        let picture = Pictures.of(12, 10) { _, _, c in [200, 100, 50][c] }
        let layout = FrameLayout(format: format, width: 12, height: 10, bytesPerRow: 16)
        let bytes = Self.mosaic(picture, pattern, bytesPerRow: 16)
        #expect(try DecoderTests.decoded(bytes, layout).array == picture.array)
    }

    @Test(arguments: patterns)
    func `a smooth picture comes back nearly, and a region is cut out of it`(
        format: PixelFormat, pattern: [Int]
    ) throws {
        let picture = Pictures.smooth(80, 60)
        let layout = FrameLayout(format: format, width: 80, height: 60)
        let bytes = Self.mosaic(picture, pattern, bytesPerRow: 80)
        let whole = try DecoderTests.decoded(bytes, layout)
        #expect(difference(whole, picture).mean < 1)
        let region = Region(x: 7, y: 5, width: 21, height: 30)
        let part = try DecoderTests.decoded(bytes, layout, region)
        for y in 0..<30 {
            for x in 0..<21 { #expect(part.pixel(x, y) == whole.pixel(7 + x, 5 + y)) }
        }
    }

    @Test func `the same frame gives the same picture however often it comes`() throws {
        let layout = FrameLayout(format: .rggb, width: 80, height: 60)
        let bytes = Self.mosaic(Pictures.smooth(80, 60), [0, 1, 1, 2], bytesPerRow: 80)
        let dark = [UInt8](repeating: 3, count: 4800)
        let first = try DecoderTests.decoded(bytes, layout).array
        var decoder = Decoder()
        var picture = RGBPicture()
        for _ in 0..<30 { try decoder.decode(dark.span, layout: layout, into: &picture) }
        try decoder.decode(bytes.span, layout: layout, into: &picture)
        #expect(picture.array == first)
    }
}
