import Foundation
public import Imaging

/// A part of a photo, and what is done to it before it becomes a picture.
public struct PhotoCrop: Sendable, Equatable {
    /// Which photo, by its place among the library's.
    public var photo: Int
    /// The part, in the photo's pixels.
    public var region: Region
    /// Whether left and right change places.
    public var isMirrored: Bool
    /// Whether the colours are taken away.
    public var isGrey: Bool

    /// Collects them.
    public init(photo: Int, region: Region, isMirrored: Bool, isGrey: Bool) {
        self.photo = photo
        self.region = region
        self.isMirrored = isMirrored
        self.isGrey = isGrey
    }

    /// The smallest and the largest share of the photo's area.
    static let area = 0.35...1.0
    /// The smallest and the largest ratio of width to height.
    static let aspect = 3.0 / 4...4.0 / 3
    /// How many crops of a hundred are grey.
    static let greyPercent = 10

    /// Draws a crop of a photo.
    ///
    /// Area and the logarithm of the aspect are uniform; what does not fit is drawn again, and
    /// after ten times the largest part in the middle that has an allowed aspect is taken. Half of
    /// the crops are mirrored.
    ///
    /// - Source: torchvision's RandomResizedCrop.
    static func draw(
        of photo: Int, _ size: PictureSize, from random: inout SplitMix64
    ) -> PhotoCrop {
        let region = drawnRegion(of: size, from: &random)
        return PhotoCrop(
            photo: photo, region: region, isMirrored: random.below(2) == 1,
            isGrey: random.below(100) < greyPercent)
    }

    private static func drawnRegion(
        of size: PictureSize, from random: inout SplitMix64
    ) -> Region {
        for _ in 0..<10 {
            let share = area.lowerBound + (area.upperBound - area.lowerBound) * random.unit()
            let low = log(aspect.lowerBound)
            let ratio = exp(low + (log(aspect.upperBound) - low) * random.unit())
            let pixels = share * Double(size.width * size.height)
            let width = Int((pixels * ratio).squareRoot().rounded())
            let height = Int((pixels / ratio).squareRoot().rounded())
            guard (1...size.width).contains(width), (1...size.height).contains(height) else {
                continue
            }
            return Region(
                x: random.below(size.width - width + 1), y: random.below(size.height - height + 1),
                width: width, height: height)
        }
        return middle(of: size)
    }

    /// The largest part in the middle with an allowed aspect.
    private static func middle(of size: PictureSize) -> Region {
        let width = min(size.width, Int((Double(size.height) * aspect.upperBound).rounded()))
        let height = min(size.height, Int((Double(size.width) / aspect.lowerBound).rounded()))
        return Region(
            x: (size.width - width) / 2, y: (size.height - height) / 2, width: width,
            height: height)
    }
}
