import Testing

@testable import Imaging

/// Bitmaps built by hand, byte by byte.
@Suite struct BMPDecoderTests {
    /// 3x2 pixels; the first row is red, green, blue, the second grey levels 10, 20, 30.
    private static let rows: [[[UInt8]]] = [
        [[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[10, 10, 10], [20, 20, 20], [30, 30, 30]],
    ]

    private static func word(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func bitmap(
        bits: Int, topDown: Bool = false, compression: Int = 0, extra: [UInt8] = []
    ) -> [UInt8] {
        let palette: [UInt8] =
            bits == 8
            ? rows.flatMap { $0 }.flatMap { [$0[2], $0[1], $0[0], 0] } : []
        let ordered = topDown ? rows : rows.reversed()
        var data: [UInt8] = []
        for (number, row) in ordered.enumerated() {
            var line: [UInt8] = []
            for (x, rgb) in row.enumerated() {
                switch bits {
                    case 8: line.append(UInt8((topDown ? number : 1 - number) * 3 + x))
                    case 24: line += [rgb[2], rgb[1], rgb[0]]
                    default: line += [rgb[2], rgb[1], rgb[0], 77]
                }
            }
            while line.count % 4 != 0 { line.append(99) }
            data += line
        }
        let start = 54 + extra.count + palette.count
        let header =
            [0x42, 0x4D] + word(start + data.count) + word(0) + word(start) + word(40) + word(3)
            + word(topDown ? -2 : 2) + [1, 0, UInt8(bits), 0] + word(compression) + word(0)
            + word(2835) + word(2835) + word(bits == 8 ? 6 : 0) + word(0)
        return header + extra + palette + data
    }

    private static func samples(_ file: [UInt8]) throws -> [UInt8] {
        var picture = RGBPicture()
        try PictureFile.decode(file.span, path: "a.bmp", into: &picture)
        let bytes = picture.bytes
        return bytes.indices.map { bytes[$0] }
    }

    private static let expected = rows.flatMap { $0 }.flatMap { $0 }

    @Test(arguments: [8, 24, 32], [false, true])
    func `bitmaps of every depth and direction give their pixels`(
        bits: Int, topDown: Bool
    ) throws {
        #expect(try Self.samples(Self.bitmap(bits: bits, topDown: topDown)) == Self.expected)
    }

    @Test func `the usual masks are read, others are refused`() throws {
        let usual = [0xFF_0000, 0xFF00, 0xFF].flatMap(Self.word)
        let file = Self.bitmap(bits: 32, compression: 3, extra: usual)
        #expect(try Self.samples(file) == Self.expected)
        let other = [0xFF, 0xFF00, 0xFF_0000].flatMap(Self.word)
        #expect(throws: ImagingError.badPicture(path: "a.bmp", .unsupported)) {
            try Self.samples(Self.bitmap(bits: 32, compression: 3, extra: other))
        }
    }

    @Test func `every cut is refused, and nothing is read beyond it`() {
        for bits in [8, 24, 32] {
            let file = Self.bitmap(bits: bits)
            for length in 2..<file.count {
                #expect(throws: ImagingError.self) {
                    try Self.samples(Array(file.prefix(length)))
                }
            }
        }
    }

    @Test(arguments: [(18, 0), (22, 0), (14, 12), (10, 1 << 30), (18, -5)])
    func `headers that contradict themselves are refused`(place: Int, number: Int) {
        var file = Self.bitmap(bits: 24)
        file.replaceSubrange(place..<place + 4, with: Self.word(number))
        #expect(throws: ImagingError.self) { try Self.samples(file) }
    }

    @Test(arguments: [(28, 1), (28, 4), (28, 16), (30, 1), (30, 2)])
    func `compressed and shallow bitmaps are refused as unsupported`(place: Int, number: UInt8) {
        var file = Self.bitmap(bits: 24)
        file[place] = number
        #expect(throws: ImagingError.badPicture(path: "a.bmp", .unsupported)) {
            try Self.samples(file)
        }
    }

    @Test func `a huge picture is refused before memory is taken`() {
        var file = Self.bitmap(bits: 24)
        file.replaceSubrange(18..<26, with: Self.word(60_000) + Self.word(60_000))
        #expect(throws: ImagingError.badPicture(path: "a.bmp", .tooLarge)) {
            try Self.samples(file)
        }
    }

    @Test func `a pixel that the palette does not have is damage`() {
        var file = Self.bitmap(bits: 8)
        file[file.count - 4] = 6
        #expect(throws: ImagingError.badPicture(path: "a.bmp", .damaged)) {
            try Self.samples(file)
        }
    }
}
