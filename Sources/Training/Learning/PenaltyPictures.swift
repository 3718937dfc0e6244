import Imaging

/// Photographs that show no part, for the student's penalty.
///
/// Each is scaled to 512x512, made grey three times in ten, and its middle of 256x256 is taken.
/// Without photographs, pictures are drawn (`DeadLeaves`).
///
/// - Source: ALGORITHMS 3.2, step 4.
struct PenaltyPictures: Sendable {
    /// The photographs; none: drawn pictures.
    let paths: [String]

    private static let side = 256
    private static let scaledSide = 512
    private static let greyShare = 0.3

    /// Lists a folder.
    ///
    /// - Parameter folder: The photographs; `nil`: pictures are drawn.
    /// - Throws: A folder that cannot be listed or has no pictures.
    init(folder: String?) throws(ImagingError) {
        guard let folder else {
            paths = []
            return
        }
        paths = try PictureFolder.pictures(under: folder)
    }

    /// A picture drawn at random, (256, 256, 3), in 0...255.
    func picture(_ random: inout SplitMix64) throws(ImagingError) -> [Float] {
        guard !paths.isEmpty else { return DeadLeaves.drawn(side: Self.side, &random) }
        let path = paths[random.below(paths.count)]
        let isGrey = random.unit() < Self.greyShare
        let photo = try PictureFile.read(path)
        var resizer = Resizer(
            from: photo.size, to: PictureSize(width: Self.scaledSide, height: Self.scaledSide))
        var scaled = RGBPicture()
        resizer.run(photo, into: &scaled)
        let picture = Self.middle(of: scaled)
        return isGrey ? Self.grey(picture) : picture
    }

    private static func middle(of photo: borrowing RGBPicture) -> [Float] {
        let border = (scaledSide - side) / 2
        let samples = photo.bytes
        var picture: [Float] = []
        picture.reserveCapacity(3 * side * side)
        for row in border..<(border + side) {
            let start = 3 * (row * scaledSide + border)
            for index in start..<(start + 3 * side) { picture.append(Float(samples[index])) }
        }
        return picture
    }

    private static func grey(_ picture: [Float]) -> [Float] {
        var grey = picture
        for pixel in 0..<(picture.count / 3) {
            let value =
                0.2989 * picture[3 * pixel] + 0.587 * picture[3 * pixel + 1]
                + 0.114 * picture[3 * pixel + 2]
            for index in (3 * pixel)..<(3 * pixel + 3) { grey[index] = value }
        }
        return grey
    }
}
