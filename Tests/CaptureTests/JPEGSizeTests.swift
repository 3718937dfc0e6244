import Imaging
import Testing

@testable import Capture

@Suite struct JPEGSizeTests {
    /// SOI, a comment, the header of a 3 by 2 grey picture.
    static let header: [UInt8] = [
        0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 65, 66, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0,
    ]

    @Test func `the size stands in the frame header`() {
        #expect(JPEGSize.read(Self.header.span) == PictureSize(width: 3, height: 2))
    }

    @Test func `fill bytes before a marker are skipped`() {
        var bytes = Self.header
        bytes.insert(0xFF, at: 8)
        #expect(JPEGSize.read(bytes.span) == PictureSize(width: 3, height: 2))
    }

    @Test func `a table whose code lies among the headers is none`() {
        var bytes = Self.header
        bytes[3] = 0xC4
        #expect(JPEGSize.read(bytes.span) == PictureSize(width: 3, height: 2))
    }

    @Test func `every shortened file is refused or read, never trapped on`() {
        for count in 0..<Self.header.count {
            let size = JPEGSize.read(Self.header.span.extracting(0..<count))
            #expect(size == nil || count >= 17)
        }
    }

    @Test(arguments: [(0, 0x00), (2, 0x00), (5, 0x01), (14, 0x00), (16, 0x00)] as [(Int, UInt8)])
    func `a damaged header has no size`(index: Int, byte: UInt8) {
        var bytes = Self.header
        bytes[index] = byte
        #expect(JPEGSize.read(bytes.span) == nil)
    }
}
