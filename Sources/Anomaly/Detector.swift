/// A score as it was computed and as it counts.
public struct ComponentScore: Sendable, Equatable {
    /// EfficientAD's image score, or the Mahalanobis distance.
    public var raw: Float
    /// `raw` in standard deviations from the mean of the held-out good parts.
    public var normalised: Float

    /// Pairs the two.
    public init(raw: Float, normalised: Float) {
        self.raw = raw
        self.normalised = normalised
    }
}

/// What a detector found in one picture.
public struct Assessment: Sendable, Equatable {
    /// The image score that the threshold is compared with.
    public var score: Float
    /// Structural: EfficientAD's image score, the maximum of the anomaly map at picture size.
    public var picturable: ComponentScore
    /// Logical: PUAD's distance of the mean feature; `nil` where the model has no such part.
    public var unpicturable: ComponentScore?
    /// The column and row of the cell in which the inspected maximum lies, 0 ..< `mapSide`.
    public var worstCell: (x: Int, y: Int)

    /// Collects a picture's scores.
    public init(
        score: Float, picturable: ComponentScore, unpicturable: ComponentScore?,
        worstCell: (x: Int, y: Int)
    ) {
        self.score = score
        self.picturable = picturable
        self.unpicturable = unpicturable
        self.worstCell = worstCell
    }

    /// Whether both say the same.
    public static func == (a: Assessment, b: Assessment) -> Bool {
        a.score == b.score && a.picturable == b.picturable && a.unpicturable == b.unpicturable
            && a.worstCell == b.worstCell
    }
}

/// A network that scores pictures: EfficientAD + PUAD now, others later; the model file names it.
///
/// A detector owns every buffer it needs; `assess` allocates nothing. One thread at a time.
public protocol Detector: AnyObject {
    /// What it takes out of every picture, as `Model.rounding`.
    var rounding: [Float] { get }
    /// The side of the square picture it takes, in pixels.
    var pictureSide: Int { get }
    /// The side of the square anomaly map, in cells.
    var mapSide: Int { get }
    /// Scores one picture.
    ///
    /// What is ignored takes no part in the picturable score, neither its maximum nor `worstCell`.
    /// The unpicturable score is of the whole picture all the same: it has no place.
    /// A score that is not a number tells of a fault inside, or of a mask that leaves nothing to
    /// inspect; it must never count as a pass.
    ///
    /// - Parameters:
    ///   - picture: (side, side, 3), RGB, 8 bits, already resized.
    ///   - ignored: (side, side), non-zero where the picture is not inspected; empty: all is.
    /// - Returns: The scores.
    func assess(_ picture: Span<UInt8>, ignored: Span<UInt8>) -> Assessment
    /// How many pixels of the enlarged anomaly map a mask leaves to inspect.
    ///
    /// A cell of the map looks at 33x33 pixels of the picture and counts as lying at their centre,
    /// so the outermost 16 pixels belong to no cell: a mask that leaves only them leaves nothing.
    /// Whoever takes a mask from a user refuses one for which this is 0.
    ///
    /// - Parameter ignored: (side, side), non-zero where the picture is not inspected; empty: all
    ///   is.
    /// - Returns: From 0 to side · side.
    func inspectedPixels(ignored: Span<UInt8>) -> Int
    /// Copies the last picture's anomaly map: normalised, combined, not padded.
    ///
    /// - Parameter map: (mapSide, mapSide); every element is written.
    func copyMap(into map: inout MutableSpan<Float>)
}
