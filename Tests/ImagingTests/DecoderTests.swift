import CImaging
import Imaging
import TestSupport
import Testing

@Suite struct DecoderTests {
    /// The formula that `Decoder` promises.
    static func rgb(_ y: Int, _ u: Int, _ v: Int) -> [UInt8] {
        let (c, d, e) = (y - 16, u - 128, v - 128)
        let samples = [298 * c + 409 * e, 298 * c - 100 * d - 208 * e, 298 * c + 516 * d]
        return samples.map { UInt8(min(max(($0 + 128) >> 8, 0), 255)) }
    }

    /// Bytes that look random and are always the same.
    static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 40)
        }
    }

    static func decoded(
        _ bytes: [UInt8], _ layout: FrameLayout, _ region: Region? = nil
    ) throws -> RGBPicture {
        var decoder = Decoder()
        var picture = RGBPicture()
        try decoder.decode(bytes.span, layout: layout, region: region, into: &picture)
        return picture
    }

    /// Where a pixel's luma and chroma lie.
    static func places(_ layout: FrameLayout, _ x: Int, _ y: Int) -> (y: Int, u: Int, v: Int) {
        let stride = layout.bytesPerRow
        let row = y * stride
        let below = layout.height * stride
        switch layout.format {
            case .yuyv: return (row + 2 * x, row + x / 2 * 4 + 1, row + x / 2 * 4 + 3)
            case .nv12:
                let chroma = below + y / 2 * stride + x / 2 * 2
                return (row + x, chroma, chroma + 1)
            default:
                let u = below + y / 2 * (stride / 2) + x / 2
                return (row + x, u, u + (layout.height + 1) / 2 * (stride / 2))
        }
    }

    @Test(arguments: [PixelFormat.yuyv, .nv12, .yu12], [0, 1, 2])
    func `YUV becomes RGB by the stated formula, rows padded or not`(
        format: PixelFormat, level: Int32
    ) throws {
        guard cimaging_use_level(level) else { return }
        defer { while !cimaging_use_level(2), !cimaging_use_level(1), !cimaging_use_level(0) {} }
        for padding in [0, 6] {
            var layout = FrameLayout(format: format, width: 70, height: 10)
            layout.bytesPerRow += padding
            let bytes = Self.noise(layout.byteCountMinimum)
            for region in [Region(allOf: layout), Region(x: 3, y: 1, width: 33, height: 7)] {
                let picture = try Self.decoded(bytes, layout, region)
                for y in 0..<region.height {
                    for x in 0..<region.width {
                        let at = Self.places(layout, region.x + x, region.y + y)
                        let expected = Self.rgb(
                            Int(bytes[at.y]), Int(bytes[at.u]), Int(bytes[at.v]))
                        #expect(picture.pixel(x, y) == expected)
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ([16, 128, 128], [0, 0, 0]), ([235, 128, 128], [255, 255, 255]),
        ([81, 90, 240], [255, 0, 0]), ([145, 54, 34], [0, 255, 1]), ([41, 240, 110], [0, 0, 255]),
    ])
    func `the colours of BT.601 come out`(yuv: [Int], rgb: [UInt8]) throws {
        let bytes = [yuv[0], yuv[1], yuv[0], yuv[2]].map { UInt8($0) }
        let layout = FrameLayout(format: .yuyv, width: 2, height: 1)
        #expect(try Self.decoded(bytes, layout).array == rgb + rgb)
    }

    @Test(arguments: [PixelFormat.grey, .rgb3, .bgr3])
    func `grey, RGB and BGR are put in order`(format: PixelFormat) throws {
        var layout = FrameLayout(format: format, width: 5, height: 4)
        layout.bytesPerRow += 3
        let bytes = Self.noise(layout.byteCountMinimum)
        let region = Region(x: 1, y: 2, width: 3, height: 2)
        let picture = try Self.decoded(bytes, layout, region)
        for y in 0..<2 {
            for x in 0..<3 {
                let size = format == .grey ? 1 : 3
                let at = (y + 2) * layout.bytesPerRow + (x + 1) * size
                let expected =
                    switch format {
                        case .grey: [bytes[at], bytes[at], bytes[at]]
                        case .rgb3: [bytes[at], bytes[at + 1], bytes[at + 2]]
                        default: [bytes[at + 2], bytes[at + 1], bytes[at]]
                    }
                #expect(picture.pixel(x, y) == expected)
            }
        }
    }

    @Test(arguments: PixelFormat.allCases.filter { $0 != .mjpg })
    func `one byte too few is truncated, exactly enough is not`(format: PixelFormat) throws {
        let layout = FrameLayout(format: format, width: 8, height: 6)
        let count = layout.byteCountMinimum
        let short = failure { () throws(ImagingError) in
            var decoder = Decoder()
            var picture = RGBPicture()
            let bytes = Self.noise(count - 1)
            try decoder.decode(bytes.span, layout: layout, into: &picture)
        }
        #expect(short == .truncated(expected: count, found: count - 1))
        #expect(try Self.decoded(Self.noise(count), layout).size == layout.size)
    }

    @Test(arguments: [
        Region(x: -1, y: 0, width: 4, height: 4), Region(x: 0, y: 0, width: 9, height: 4),
        Region(x: 5, y: 0, width: 4, height: 4), Region(x: 0, y: 3, width: 4, height: 4),
        Region(x: 0, y: 0, width: 0, height: 4),
        Region(x: .max, y: 0, width: 4, height: 4), Region(x: 1, y: 1, width: .max, height: 1),
    ])
    func `a region that is not inside the frame is refused`(region: Region) {
        let layout = FrameLayout(format: .grey, width: 8, height: 6)
        let found = failure { () throws(ImagingError) in
            var decoder = Decoder()
            var picture = RGBPicture()
            let bytes = Self.noise(48)
            try decoder.decode(bytes.span, layout: layout, region: region, into: &picture)
        }
        #expect(found == .regionOutside(region, layout.size))
    }

    @Test(arguments: [
        FrameLayout(format: .grey, width: 0, height: 5, bytesPerRow: 0),
        FrameLayout(format: .grey, width: 8, height: -1, bytesPerRow: 8),
        FrameLayout(format: .grey, width: 8, height: 5, bytesPerRow: 7),
        FrameLayout(format: .grey, width: 16385, height: 1, bytesPerRow: 16385),
        FrameLayout(format: .grey, width: 16384, height: 16384, bytesPerRow: 16384),
        FrameLayout(format: .yuyv, width: 8, height: 5, bytesPerRow: .max),
        FrameLayout(format: .mjpg, width: .max, height: .max, bytesPerRow: 0),
        FrameLayout(format: .rggb, width: 9, height: 6, bytesPerRow: 9),
        FrameLayout(format: .rggb, width: 2, height: 6, bytesPerRow: 2),
    ])
    func `a layout that cannot be is refused`(layout: FrameLayout) {
        let found = failure { () throws(ImagingError) in
            var decoder = Decoder()
            var picture = RGBPicture()
            let bytes = Self.noise(100)
            try decoder.decode(bytes.span, layout: layout, into: &picture)
        }
        #expect(found == .badLayout(layout))
    }

    @Test(.enabled(if: countsAllocations), arguments: PixelFormat.allCases)
    func `decoding allocates nothing after the first frame`(format: PixelFormat) throws {
        let layout = FrameLayout(format: format, width: 64, height: 48)
        let bytes =
            format == .mjpg
            ? Pictures.jpeg(Pictures.smooth(64, 48)) : Self.noise(layout.byteCountMinimum)
        var decoder = Decoder()
        var picture = RGBPicture()
        var faults = 0
        for region in [nil, Region(x: 2, y: 2, width: 20, height: 20)] {
            let made = allocations {
                do throws(ImagingError) {
                    try decoder.decode(bytes.span, layout: layout, region: region, into: &picture)
                } catch {
                    faults += 1
                }
            }
            #expect(made == 0)
        }
        #expect(faults == 0)
    }
}
