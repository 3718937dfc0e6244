import Imaging

/// Makes the two pictures of a crop: one for the backbone, one for the teacher.
///
/// Both are resized from the crop itself, ignoring its aspect, as Pillow resizes.
struct PhotoCropper: ~Copyable {
    /// For the backbone, (side, side, 3).
    private(set) var large = RGBPicture()
    /// For the teacher, half the side.
    private(set) var small = RGBPicture()

    private let side: Int
    private var part = RGBPicture()

    init(side: Int) { self.side = side }

    /// Makes both pictures of a crop of `photo`.
    mutating func run(_ crop: PhotoCrop, of photo: borrowing RGBPicture) {
        Self.cut(crop, of: photo, into: &part)
        Self.resize(part, side: side, into: &large)
        Self.resize(part, side: side / 2, into: &small)
    }

    private static func resize(
        _ picture: borrowing RGBPicture, side: Int, into result: inout RGBPicture
    ) {
        var resizer = Resizer(from: picture.size, to: PictureSize(width: side, height: side))
        resizer.run(picture, into: &result)
    }

    private static func cut(
        _ crop: PhotoCrop, of photo: borrowing RGBPicture, into part: inout RGBPicture
    ) {
        let region = crop.region
        precondition(
            region.x >= 0 && region.y >= 0 && region.x + region.width <= photo.width
                && region.y + region.height <= photo.height, "a crop is inside of its photo")
        part.reshape(width: region.width, height: region.height)
        let source = photo.bytes
        var target = part.mutableBytes
        for y in 0..<region.height {
            let row = ((region.y + y) * photo.width + region.x) * 3
            for x in 0..<region.width {
                let from = row + 3 * (crop.isMirrored ? region.width - 1 - x : x)
                let to = 3 * (y * region.width + x)
                let (r, g, b) = (source[from], source[from + 1], source[from + 2])
                let grey = crop.isGrey ? Self.grey(r, g, b) : nil
                target[to] = grey ?? r
                target[to + 1] = grey ?? g
                target[to + 2] = grey ?? b
            }
        }
    }

    /// Pillow's grey of a colour: 0.299 r + 0.587 g + 0.114 b in 16 bits after the point.
    private static func grey(_ r: UInt8, _ g: UInt8, _ b: UInt8) -> UInt8 {
        let sum = 19595 * UInt32(r) + 38470 * UInt32(g) + 7471 * UInt32(b) + 0x8000
        return UInt8(sum >> 16)
    }
}
