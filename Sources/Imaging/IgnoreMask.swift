/// What of the region is not inspected: white pixels of a picture that an operator painted.
///
/// The picture has the size of the region or of the whole frame, in camera pixels.
public struct IgnoreMask: Sendable {
    /// A pixel from this mean level on is white.
    static let whiteFrom = 128
    /// The size of the mask.
    public let size: PictureSize
    /// (height, width): whether a pixel is ignored.
    private let ignored: [Bool]

    /// Reads a mask from a PNG, JPEG or BMP file.
    public init(path: String) throws(ImagingError) {
        self.init(try PictureFile.read(path))
    }

    /// Makes a mask of a picture.
    public init(_ picture: borrowing RGBPicture) {
        size = picture.size
        let bytes = picture.bytes
        ignored = (0..<picture.width * picture.height).map { pixel in
            let sum = Int(bytes[3 * pixel]) + Int(bytes[3 * pixel + 1]) + Int(bytes[3 * pixel + 2])
            return sum >= 3 * Self.whiteFrom
        }
    }

    /// The mask at the size of the detector's picture.
    ///
    /// - Parameters:
    ///   - region: The inspected part of the frame.
    ///   - frame: The size of the frame.
    ///   - side: The side of the detector's picture.
    /// - Returns: (side, side): 1 where any mask pixel that the picture's pixel covers is white,
    ///   else 0.
    /// - Throws: `.maskSize` when the mask fits neither the region nor the frame.
    public func plane(region: Region, frame: PictureSize, side: Int) throws(ImagingError) -> [UInt8]
    {
        let regionSize = PictureSize(width: region.width, height: region.height)
        let (left, top): (Int, Int)
        switch size {
            case regionSize: (left, top) = (0, 0)
            case frame: (left, top) = (region.x, region.y)
            default: throw .maskSize(size, region: regionSize, frame: frame)
        }
        let columns = Self.covered(region.width, side)
        let rows = Self.covered(region.height, side)
        var plane = [UInt8](repeating: 0, count: side * side)
        for (y, covered) in rows.enumerated() {
            for (x, across) in columns.enumerated()
            where isWhite(x: across, y: covered, left: left, top: top) {
                plane[y * side + x] = 1
            }
        }
        return plane
    }

    /// The mask at the size of the detector's picture, as far as it is known without a frame.
    ///
    /// A mask that has not the region's size has the frame's, or fits no frame at all.
    ///
    /// - Parameter region: The inspected part of the frame; `nil`: all of it.
    /// - Returns: (256, 256), as `Preprocessor.ignored`; `nil` for a mask that cannot fit.
    public func plane(region: Region?) -> [UInt8]? {
        let region = region ?? Region(x: 0, y: 0, width: size.width, height: size.height)
        let isOfRegion = size == PictureSize(width: region.width, height: region.height)
        let isInside =
            region.x + region.width <= size.width && region.y + region.height <= size.height
        guard isOfRegion || isInside else { return nil }
        return try? plane(region: region, frame: size, side: Preprocessor.side)
    }

    private func isWhite(x: Range<Int>, y: Range<Int>, left: Int, top: Int) -> Bool {
        y.contains { row in
            x.contains { column in ignored[(top + row) * size.width + left + column] }
        }
    }

    /// The source pixels that each result pixel touches: from floor(i · n / side) up to, not
    /// including, ceil((i + 1) · n / side).
    private static func covered(_ count: Int, _ side: Int) -> [Range<Int>] {
        (0..<side).map { index in
            index * count / side..<((index + 1) * count + side - 1) / side
        }
    }
}
