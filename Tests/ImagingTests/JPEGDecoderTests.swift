import CJPEGWriter
import Imaging
import TestSupport
import Testing

@Suite struct JPEGDecoderTests {
    static let layout = FrameLayout(format: .mjpg, width: 157, height: 101)

    static func fault(_ bytes: [UInt8], _ layout: FrameLayout = layout) -> ImagingError? {
        failure { () throws(ImagingError) in
            var decoder = Decoder()
            var picture = RGBPicture()
            try decoder.decode(bytes.span, layout: layout, into: &picture)
        }
    }

    /// Takes every segment with this marker out of a JPEG file.
    static func without(marker: UInt8, _ file: [UInt8]) -> [UInt8] {
        var result = Array(file[..<2])
        var at = 2
        while file[at + 1] != 0xDA {
            let length = 2 + Int(file[at + 2]) << 8 + Int(file[at + 3])
            if file[at + 1] != marker { result += file[at..<at + length] }
            at += length
        }
        return result + file[at...]
    }

    @Test(arguments: [(1, 1), (2, 1), (2, 2)], [false, true])
    func `pictures of every subsampling come back`(sampling: (Int32, Int32), progressive: Bool)
        throws
    {
        let picture = Pictures.smooth(157, 101)
        let file = Pictures.jpeg(picture) { kind in
            (kind.horizontal, kind.vertical) = sampling
            kind.progressive = progressive
        }
        let decoded = try DecoderTests.decoded(file, Self.layout)
        let found = difference(decoded, picture)
        #expect(found.most <= 24)
        #expect(found.mean < 2.5)
    }

    @Test func `a grey picture gives three equal samples`() throws {
        let file = Pictures.jpeg(Pictures.smooth(157, 101)) { $0.grey = true }
        let decoded = try DecoderTests.decoded(file, Self.layout).array
        for i in stride(from: 0, to: decoded.count, by: 3) {
            let grey: UInt8 = decoded[i]
            #expect(Array(decoded[i..<i + 3]) == [grey, grey, grey])
        }
        #expect(Set(decoded).count > 50)
    }

    @Test(arguments: [
        Region(x: 0, y: 0, width: 157, height: 1), Region(x: 31, y: 40, width: 77, height: 50),
        Region(x: 156, y: 100, width: 1, height: 1), Region(x: 0, y: 50, width: 157, height: 51),
    ])
    func `a region is cut out of the whole picture`(region: Region) throws {
        let file = Pictures.jpeg(Pictures.smooth(157, 101))
        let whole = try DecoderTests.decoded(file, Self.layout)
        let part = try DecoderTests.decoded(file, Self.layout, region)
        for y in 0..<region.height {
            for x in 0..<region.width {
                #expect(part.pixel(x, y) == whole.pixel(region.x + x, region.y + y))
            }
        }
    }

    @Test(arguments: [false, true])
    func `a file cut anywhere is never a picture`(progressive: Bool) {
        let file = Pictures.jpeg(Pictures.smooth(157, 101)) { $0.progressive = progressive }
        for count in stride(from: 0, to: file.count, by: 7) {
            #expect(Self.fault(Array(file[..<count])) != nil, "\(count) bytes")
        }
        #expect(Self.fault(Array(file.dropLast())) == .corrupt(.prematureEnd))
        #expect(Self.fault([]) == .corrupt(.prematureEnd))
    }

    @Test func `a file with a hole in its blocks is never a picture`() {
        let file = Pictures.jpeg(Pictures.formula(157, 101)) { $0.restart_rows = 1 }
        for start in stride(from: file.count / 3, to: file.count - 600, by: 501) {
            let holed = Array(file[..<start] + file[(start + 500)...])
            #expect(Self.fault(holed) != nil, "at \(start)")
        }
    }

    @Test func `a region above the damage does not hide it`() {
        let file = Pictures.jpeg(Pictures.smooth(157, 101))
        let found = failure { () throws(ImagingError) in
            var decoder = Decoder()
            var picture = RGBPicture()
            let bytes = Array(file[..<(file.count * 3 / 4)])
            let top = Region(x: 0, y: 0, width: 157, height: 8)
            try decoder.decode(bytes.span, layout: Self.layout, region: top, into: &picture)
        }
        #expect(found == .corrupt(.prematureEnd))
    }

    @Test func `zeros before the end marker are padding, other bytes are damage`() {
        let file = Pictures.jpeg(Pictures.smooth(157, 101))
        let body = Array(file.dropLast(2))
        let end: [UInt8] = [0xFF, 0xD9]
        let zeros = [UInt8](repeating: 0, count: 40)
        #expect(Self.fault(body + zeros + end) == nil)
        #expect(Self.fault(file + [1, 2, 3]) == nil)
        let junk = [UInt8](repeating: 0x5A, count: 40)
        #expect(Self.fault(body + junk + end) == .corrupt(.damaged))
        #expect(Self.fault(body + zeros + [1] + zeros + end) == .corrupt(.damaged))
    }

    @Test func `another size than the camera stated is said`() {
        let file = Pictures.jpeg(Pictures.smooth(64, 48))
        let expected = ImagingError.wrongSize(
            expected: Self.layout.size, found: PictureSize(width: 64, height: 48))
        #expect(Self.fault(file) == expected)
    }

    @Test func `no JPEG, CMYK and giant sizes are told apart`() {
        #expect(Self.fault(Array("GIF89a, not a JPEG".utf8)) == .corrupt(.notAPicture))
        let file = Pictures.jpeg(Pictures.smooth(157, 101)) { $0.cmyk = true }
        #expect(Self.fault(file) == .corrupt(.unsupported))
        var giant = Pictures.jpeg(Pictures.smooth(157, 101))
        if let frame = giant.indices.first(where: { giant[$0] == 0xFF && giant[$0 + 1] == 0xC0 }) {
            giant.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xFF, 0xFF, 0xFF])
        }
        #expect(Self.fault(giant) == .corrupt(.tooLarge))
    }

    @Test func `a camera may leave out the usual Huffman tables`() throws {
        let file = Pictures.jpeg(Pictures.smooth(157, 101))
        let bare = Self.without(marker: 0xC4, file)
        #expect(bare.count < file.count - 400)
        let decoded = try DecoderTests.decoded(bare, Self.layout)
        #expect(decoded.array == (try DecoderTests.decoded(file, Self.layout)).array)
    }

    @Test func `a frame never decodes with the tables of the frame before`() throws {
        let file = Pictures.jpeg(Pictures.smooth(157, 101))
        let bare = Self.without(marker: 0xDB, file)
        var decoder = Decoder()
        var picture = RGBPicture()
        try decoder.decode(file.span, layout: Self.layout, into: &picture)
        let found = failure { () throws(ImagingError) in
            try decoder.decode(bare.span, layout: Self.layout, into: &picture)
        }
        #expect(found == .corrupt(.damaged))
        let good = try DecoderTests.decoded(file, Self.layout)
        try decoder.decode(file.span, layout: Self.layout, into: &picture)
        #expect(picture.array == good.array)
    }

    @Test(.enabled(if: countsAllocations), arguments: [false, true])
    func `good and bad frames in turn allocate nothing`(progressive: Bool) {
        let file = Pictures.jpeg(Pictures.smooth(157, 101)) { $0.progressive = progressive }
        let cut = Array(file[..<(file.count / 2)])
        var decoder = Decoder()
        var picture = RGBPicture()
        var faults = 0
        let made = allocations {
            for turn in 0..<2 {
                let span = turn == 0 ? file.span : cut.span
                do throws(ImagingError) {
                    try decoder.decode(span, layout: Self.layout, into: &picture)
                } catch {
                    faults += 1
                }
            }
        }
        #expect(made == allocationsOfOneThrow())
        #expect(faults == 2)
    }
}
