import CImaging

/// How bright a frame's region is, and a number that tells its bytes from another frame's.
public struct PictureCondition: Sendable, Equatable {
    /// A sample from this level on counts as saturated.
    public static let saturatedFrom: UInt8 = 254

    /// The mean of all samples of the region, from 0 to 255.
    public var meanLevel: Float
    /// The share of the region's pixels with a saturated sample, from 0 to 1.
    public var saturatedShare: Float
    /// The share of the region's pixels that are dark, from 0 to 1.
    public var darkShare: Float
    /// 64 bits made from all bytes of the frame as the camera sent them.
    ///
    /// Equal in two frames that follow one another, they say that the camera is frozen: no two
    /// exposures of a real sensor have the same noise.
    public var contentHash: UInt64

    /// Measures one frame.
    ///
    /// - Parameters:
    ///   - picture: The region at full resolution.
    ///   - bytes: The frame as the camera sent it.
    ///   - darkLevel: A pixel whose samples are all at most this level counts as dark.
    init(of picture: borrowing RGBPicture, bytes: Span<UInt8>, darkLevel: UInt8) {
        let levels = cimaging_measure(picture.bytes, Self.saturatedFrom, darkLevel)
        let pixels = Float(max(picture.width * picture.height, 1))
        meanLevel = Float(levels.sum) / (3 * pixels)
        saturatedShare = Float(levels.saturated) / pixels
        darkShare = Float(levels.dark) / pixels
        contentHash = cimaging_hash(bytes)
    }
}
