/// Turns a camera's frames into the pictures that a detector takes.
///
/// One value serves one line. It plans for a layout when it meets one, so the pictures of a folder
/// may have different sizes.
///
///     var preprocessor = Preprocessor(region: region, ignore: mask)
///     let condition = try preprocessor.prepare(frame.bytes, layout: frame.info.layout)
///     detector.assess(preprocessor.picture.bytes, ignored: preprocessor.ignored)
///
/// - Note: After the first frame of a layout, `prepare` allocates nothing until the layout changes.
public struct Preprocessor: ~Copyable, Sendable {
    /// The side of the detector's picture in pixels.
    public static let side = 256

    /// The detector's picture, (256, 256, 3), of the last frame that was prepared.
    public private(set) var picture = RGBPicture(width: side, height: side)
    /// The region at full resolution, of the last frame that was prepared.
    public private(set) var regionPicture = RGBPicture()
    private var ignoredPixels: [UInt8] = []
    private let chosenRegion: Region?
    private let mask: IgnoreMask?
    private let darkLevel: UInt8
    private var decoder = Decoder()
    /// What the resizer and the ignored pixels were made for.
    private var plannedLayout: FrameLayout?
    private var resizer: Resizer?

    /// The inspected part of the last frame's layout; `nil` before the first frame.
    public private(set) var region: Region?

    /// Prepares for the frames of one line.
    ///
    /// - Parameters:
    ///   - region: The inspected part of the frame in camera pixels; `nil`: all of it.
    ///   - ignore: What of it is not inspected; `nil`: all of it is.
    ///   - darkLevel: A pixel whose samples are all at most this level counts as dark.
    public init(region: Region? = nil, ignore: IgnoreMask? = nil, darkLevel: UInt8 = 10) {
        chosenRegion = region
        mask = ignore
        self.darkLevel = darkLevel
    }

    /// (256, 256): 1 where the picture is not inspected; empty when all of it is.
    public var ignored: Span<UInt8> {
        @_lifetime(borrow self) get { ignoredPixels.span }
    }

    /// Decodes the region of one frame, measures it and resizes it to the detector's picture.
    ///
    /// - Parameters:
    ///   - bytes: The frame.
    ///   - layout: How its bytes are laid out.
    /// - Returns: What is to be known of the picture before it is judged.
    /// - Throws: What `Decoder.decode` throws, and `.maskSize`. The pictures are then any.
    public mutating func prepare(
        _ bytes: Span<UInt8>, layout: FrameLayout
    ) throws(ImagingError) -> PictureCondition {
        let region = try Decoder.check(bytes, layout: layout, region: chosenRegion)
        try makePlan(layout: layout, region: region)
        try decoder.decode(bytes, layout: layout, region: region, into: &regionPicture)
        resizer?.run(regionPicture, into: &picture)
        return PictureCondition(of: regionPicture, bytes: bytes, darkLevel: darkLevel)
    }

    private mutating func makePlan(layout: FrameLayout, region: Region) throws(ImagingError) {
        if plannedLayout == layout { return }
        plannedLayout = nil
        if let mask {
            ignoredPixels = try mask.plane(region: region, frame: layout.size, side: Self.side)
        }
        resizer = Resizer(
            from: PictureSize(width: region.width, height: region.height),
            to: PictureSize(width: Self.side, height: Self.side))
        self.region = region
        plannedLayout = layout
    }
}
