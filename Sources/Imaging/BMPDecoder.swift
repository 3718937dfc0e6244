/// Decodes Windows bitmaps as machine-vision tools write them: uncompressed, 8 bits with a palette,
/// 24 bits or 32 bits, from the bottom up or from the top down.
///
/// - Source: Microsoft, "Bitmap Storage" (BITMAPFILEHEADER, BITMAPINFOHEADER and its successors).
struct BMPDecoder {
    /// Whether a file begins as a bitmap does.
    static func isBitmap(_ bytes: Span<UInt8>) -> Bool {
        bytes.count > 1 && bytes[0] == UInt8(ascii: "B") && bytes[1] == UInt8(ascii: "M")
    }

    private let size: PictureSize
    private let isTopDown: Bool
    private let bits: Int
    /// Where the rows begin, and the bytes of each with what fills them up to four.
    private let pixels: Int
    private let rowBytes: Int
    /// Where the colours of 8-bit pixels begin, four bytes each, and how many there are.
    private let palette: Range<Int>

    /// The two headers together, of the oldest kind that is read.
    private static let headerBytes = 54
    private static let fileHeaderBytes = 14
    /// Compression: none, or none with masks that say where the colours are.
    private static let plain: UInt32 = 0
    private static let masked: UInt32 = 3
    /// The only masks that are read: blue, green, red in this order, as without masks.
    private static let usualMasks: [UInt32] = [0xFF_0000, 0xFF00, 0xFF]

    /// Reads the headers.
    ///
    /// - Parameter bytes: The whole file.
    /// - Throws: `.corrupt` with what is wrong.
    init(_ bytes: Span<UInt8>) throws(ImagingError) {
        guard bytes.count >= Self.headerBytes else { throw .corrupt(.prematureEnd) }
        let headerSize = Int(Self.number(bytes, 14))
        let height = Int(Int32(bitPattern: Self.number(bytes, 22)))
        size = PictureSize(
            width: Int(Int32(bitPattern: Self.number(bytes, 18))), height: abs(height))
        isTopDown = height < 0
        bits = Int(bytes[28]) | Int(bytes[29]) << 8
        pixels = Int(Self.number(bytes, 10))
        guard size.width > 0, size.height > 0, headerSize >= 40 else { throw .corrupt(.damaged) }
        guard size.width <= Limits.side, size.height <= Limits.side,
            size.width * size.height <= Limits.pixels
        else { throw .corrupt(.tooLarge) }
        try Self.checkKind(bytes, bits: bits)
        rowBytes = (size.width * bits / 8 + 3) / 4 * 4
        let start = Self.fileHeaderBytes + headerSize
        let colours = bits == 8 ? Int(Self.number(bytes, 46)) : 0
        guard colours <= 256, start <= bytes.count else { throw .corrupt(.damaged) }
        palette = start..<(start + 4 * (bits == 8 && colours == 0 ? 256 : colours))
        guard palette.upperBound <= pixels, pixels <= bytes.count,
            bytes.count - pixels >= rowBytes * size.height
        else { throw .corrupt(bits == 8 && palette.upperBound > pixels ? .damaged : .prematureEnd) }
    }

    private static func checkKind(_ bytes: Span<UInt8>, bits: Int) throws(ImagingError) {
        switch (number(bytes, 30), bits) {
            case (plain, 8), (plain, 24), (plain, 32): return
            case (masked, 32):
                guard bytes.count >= headerBytes + 12 else { throw .corrupt(.prematureEnd) }
                for (index, mask) in usualMasks.enumerated()
                where number(bytes, headerBytes + 4 * index) != mask {
                    throw .corrupt(.unsupported)
                }
            default: throw .corrupt(.unsupported)
        }
    }

    /// Four bytes, the lowest first.
    private static func number(_ bytes: Span<UInt8>, _ place: Int) -> UInt32 {
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }

    /// Decodes the pixels.
    ///
    /// - Parameters:
    ///   - bytes: The file whose headers were read.
    ///   - picture: Gets the file's size and samples.
    /// - Throws: `.corrupt` for a pixel whose colour the palette does not have.
    func decode(
        _ bytes: Span<UInt8>, into picture: inout RGBPicture
    ) throws(ImagingError) {
        picture.reshape(width: size.width, height: size.height)
        var samples = picture.mutableBytes
        for y in 0..<size.height {
            let row = pixels + (isTopDown ? y : size.height - 1 - y) * rowBytes
            for x in 0..<size.width {
                var place = row + x * bits / 8
                if bits == 8 {
                    place = palette.lowerBound + 4 * Int(bytes[place])
                    guard place < palette.upperBound else { throw .corrupt(.damaged) }
                }
                let to = 3 * (y * size.width + x)
                samples[to] = bytes[place + 2]
                samples[to + 1] = bytes[place + 1]
                samples[to + 2] = bytes[place]
            }
        }
    }
}
