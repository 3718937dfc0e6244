import Imaging
import TestSupport
import Testing

@Suite struct PreprocessorTests {
    static let square = PictureSize(width: 256, height: 256)

    @Test func `the picture is the region, decoded and resized`() throws {
        let frame = Pictures.formula(90, 70)
        let region = Region(x: 11, y: 3, width: 60, height: 61)
        var preprocessor = Preprocessor(region: region)
        let layout = FrameLayout(format: .rgb3, width: 90, height: 70)
        _ = try preprocessor.prepare(frame.bytes, layout: layout)
        let part = Pictures.of(60, 61) { x, y, c in frame.pixel(11 + x, 3 + y)[c] }
        #expect(preprocessor.regionPicture.array == part.array)
        let expected = ResizerTests.resized(part, to: Self.square)
        #expect(preprocessor.picture.array == expected.array)
        #expect(preprocessor.region == region)
        #expect(preprocessor.ignored.count == 0)
    }

    @Test func `frames of other layouts are planned anew, bad ones leave no trace`() throws {
        var preprocessor = Preprocessor()
        let small = Pictures.formula(40, 30)
        let large = Pictures.formula(300, 200)
        for _ in 0..<2 {
            for picture in [small.array, large.array] {
                let width = picture.count == small.array.count ? 40 : 300
                let layout = FrameLayout(
                    format: .rgb3, width: width, height: picture.count / 3 / width)
                _ = try preprocessor.prepare(picture.span, layout: layout)
                #expect(preprocessor.region == Region(allOf: layout))
                let whole = Pictures.formula(layout.width, layout.height)
                let expected = ResizerTests.resized(whole, to: Self.square)
                #expect(preprocessor.picture.array == expected.array)
                let found = failure { () throws(ImagingError) in
                    let taller = FrameLayout(format: .rgb3, width: width, height: 16000)
                    _ = try preprocessor.prepare(picture.span, layout: taller)
                }
                #expect(found == .truncated(expected: 48000 * width, found: picture.count))
            }
        }
    }

    @Test func `a region that does not fit this frame is said, and the next frame goes on`() throws
    {
        var preprocessor = Preprocessor(region: Region(x: 20, y: 0, width: 20, height: 20))
        let wide = FrameLayout(format: .grey, width: 40, height: 30)
        let narrow = FrameLayout(format: .grey, width: 39, height: 30)
        let bytes = [UInt8](repeating: 9, count: 1200)
        for layout in [wide, narrow, wide] {
            let found = failure { () throws(ImagingError) in
                _ = try preprocessor.prepare(bytes.span, layout: layout)
            }
            let region = Region(x: 20, y: 0, width: 20, height: 20)
            #expect(found == (layout == wide ? nil : .regionOutside(region, narrow.size)))
        }
    }

    @Test(.enabled(if: countsAllocations), arguments: [PixelFormat.mjpg, .yuyv, .rggb, .rgb3])
    func `a frame costs no allocation, be it good or bad`(format: PixelFormat) {
        let layout = FrameLayout(format: format, width: 320, height: 240)
        let bytes =
            format == .mjpg
            ? Pictures.jpeg(Pictures.smooth(320, 240))
            : DecoderTests.noise(layout.byteCountMinimum)
        let mask = IgnoreMask(Pictures.of(320, 240) { x, _, _ in x < 9 ? 255 : 0 })
        var preprocessor = Preprocessor(
            region: Region(x: 40, y: 8, width: 200, height: 200), ignore: mask)
        var judged = 0
        let made = allocations {
            for turn in 1...2 {
                let part = bytes.span.extracting(0..<bytes.count / turn)
                do throws(ImagingError) {
                    _ = try preprocessor.prepare(part, layout: layout)
                    judged += 1
                } catch {
                    continue
                }
            }
        }
        #expect(made == allocationsOfOneThrow())
        #expect(judged == 2)
    }

    @Test func `the mask is planned with the layout`() throws {
        let mask = IgnoreMask(Pictures.of(64, 64) { x, _, _ in x >= 32 ? 255 : 0 })
        var preprocessor = Preprocessor(ignore: mask)
        let bytes = [UInt8](repeating: 0, count: 64 * 64)
        let layout = FrameLayout(format: .grey, width: 64, height: 64)
        _ = try preprocessor.prepare(bytes.span, layout: layout)
        #expect(preprocessor.ignored.count == 65536)
        #expect(preprocessor.ignored[127] == 0)
        #expect(preprocessor.ignored[128] == 1)
        let found = failure { () throws(ImagingError) in
            let other = FrameLayout(format: .grey, width: 32, height: 64)
            _ = try preprocessor.prepare(bytes.span, layout: other)
        }
        let half = PictureSize(width: 32, height: 64)
        #expect(found == .maskSize(mask.size, region: half, frame: half))
    }
}
