import Foundation
import Testing

@testable import Imaging

@Suite struct PictureFileTests {
    /// PNG files of every kind, 5x3 pixels, made by hand: `file(kind)` and what it shows.
    static let kinds: [(name: String, colour: UInt8, depth: UInt8)] = [
        ("grey1", 0, 1), ("grey2", 0, 2), ("grey4", 0, 4), ("grey8", 0, 8), ("grey16", 0, 16),
        ("rgb8", 2, 8), ("rgb16", 2, 16), ("palette8", 3, 8), ("palette2", 3, 2),
        ("greyAlpha8", 4, 8), ("greyAlpha16", 4, 16), ("rgba8", 6, 8), ("rgba16", 6, 16),
    ]
    static let palette: [[UInt8]] = [[1, 2, 3], [250, 10, 20], [0, 255, 0], [77, 88, 99]]

    static func roundTrip(_ bytes: [UInt8]) throws -> RGBPicture {
        var picture = RGBPicture()
        try PictureFile.decode(bytes.span, path: "made", into: &picture)
        return picture
    }

    @Test(arguments: kinds, [false, true])
    func `every kind of PNG becomes RGB`(
        kind: (name: String, colour: UInt8, depth: UInt8), adam7: Bool
    ) throws {
        let png = HandmadePNG(colour: kind.colour, depth: kind.depth, palette: Self.palette)
        let picture = try Self.roundTrip(png.file(interlaced: adam7))
        #expect(picture.array == png.expected, "\(kind.name)")
    }

    @Test func `a written picture is read back the same`() throws {
        try Pictures.inFolder { folder in
            for (width, height) in [(1, 1), (300, 7), (64, 65)] {
                let picture = Pictures.formula(width, height)
                try PictureFile.write(picture, to: folder + "/p.png")
                let again = try PictureFile.read(folder + "/p.png")
                #expect(again.array == picture.array)
                #expect(again.size == picture.size)
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names == ["p.png"])
        }
    }

    @Test func `noise, which does not compress, has room`() throws {
        let bytes = DecoderTests.noise(3 * 200 * 100)
        let picture = Pictures.of(200, 100) { x, y, c in bytes[3 * (y * 200 + x) + c] }
        try Pictures.inFolder { folder in
            try PictureFile.write(picture, to: folder + "/n.png")
            #expect(try PictureFile.read(folder + "/n.png").array == picture.array)
        }
    }

    @Test func `a JPEG file is read by the decoder of frames`() throws {
        let file = Pictures.jpeg(Pictures.smooth(50, 40))
        let layout = FrameLayout(format: .mjpg, width: 50, height: 40)
        #expect(try Self.roundTrip(file).array == DecoderTests.decoded(file, layout).array)
    }

    @Test func `a PNG cut or changed anywhere is never a picture`() throws {
        let png = HandmadePNG(colour: 2, depth: 8, palette: Self.palette).file(interlaced: false)
        for count in 0..<png.count {
            #expect(Self.fault(Array(png[..<count])) != nil, "\(count) bytes")
        }
        for i in png.indices {
            var changed = png
            changed[i] ^= 0x10
            #expect(Self.fault(changed) != nil, "byte \(i)")
        }
    }

    static func fault(_ bytes: [UInt8]) -> ImagingError? {
        failure { () throws(ImagingError) in
            var picture = RGBPicture()
            try PictureFile.decode(bytes.span, path: "made", into: &picture)
        }
    }

    @Test func `other files and giant sizes are refused with the path`() {
        #expect(Self.fault(Array("BM, a bitmap".utf8)) == .badPicture(path: "made", .prematureEnd))
        #expect(Self.fault([]) == .badPicture(path: "made", .notAPicture))
        let giant = HandmadePNG.file(header: [0, 0, 0x40, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0], rows: [])
        #expect(Self.fault(giant) == .badPicture(path: "made", .tooLarge))
    }

    @Test func `a failed write leaves nothing behind and names the path`() throws {
        try Pictures.inFolder { folder in
            let path = folder + "/missing/p.png"
            let found = failure { () throws(ImagingError) in
                try PictureFile.write(Pictures.formula(3, 3), to: path)
            }
            #expect(found == .file(path: path, .write, errno: ENOENT))
            let taken = folder + "/taken"
            try FileManager.default.createDirectory(
                atPath: taken, withIntermediateDirectories: false)
            let second = failure { () throws(ImagingError) in
                try PictureFile.write(Pictures.formula(3, 3), to: taken)
            }
            #expect(second == .file(path: taken, .rename, errno: EISDIR))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
        }
    }

    @Test func `a pipe that nobody fills is no picture`() throws {
        try Pictures.inFolder { folder in
            let path = folder + "/pipe.png"
            #expect(unsafe mkfifo(path, 0o600) == 0)
            let found = failure { () throws(ImagingError) in _ = try PictureFile.read(path) }
            #expect(found == .badPicture(path: path, .notAPicture))
        }
    }

    @Test func `a folder is no file`() throws {
        try Pictures.inFolder { folder in
            let found = failure { () throws(ImagingError) in _ = try PictureFile.read(folder) }
            #expect(found == .file(path: folder, .read, errno: EISDIR))
        }
    }
}
