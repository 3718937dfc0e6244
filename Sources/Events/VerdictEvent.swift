public import Realtime

/// A frame was judged, or could not be.
public struct VerdictEvent: Sendable, Equatable {
    /// The event's number.
    public var sequence: UInt64 = 0
    /// Microseconds since 1970, when it was said.
    public var time: UInt64 = 0
    /// The driver's own number of the frame.
    public var frame: UInt64 = 0
    /// The driver's timestamp, in nanoseconds of `clock`.
    public var capturedNanoseconds: UInt64 = 0
    /// The clock of the timestamp.
    public var clock = CaptureClock.monotonic
    /// The moment of the exposure that the timestamp marks.
    public var timestampSource = TimestampSource.endOfFrame
    /// The verdict, and the reason of an undecided one.
    public var verdict = Verdict.undecided(.internal)
    /// The image score; `nil` when the picture was not judged.
    public var score: Float?
    /// The image score from which a part fails.
    public var threshold: Float?
    /// EfficientAD's or the memory's score; `nil` when the picture was not judged.
    public var picturable: ScorePair?
    /// The Mahalanobis distance; `nil` where the model has none.
    public var unpicturable: ScorePair?
    /// Where the anomaly map is largest, in camera pixels.
    public var worst: Pixel?
    /// The boxes above the map's threshold, the largest first.
    public var regions = Boxes()
    /// The part's name; empty where the source knows none.
    public var partID = InlineText()
    /// The digest of the model that judged.
    public var model = ""
    /// The numbers the network computed with.
    public var precision = ""
    /// Whether a program made the picture.
    public var isSimulated = false
    /// The stages' ends, in microseconds since capture.
    public var timeline = Timeline()
    /// The deadline in microseconds since capture; `nil` without one.
    public var deadline: UInt64?

    /// Creates an undecided verdict of frame 0.
    public init() {}

    /// Whether every field is the same.
    public static func == (a: VerdictEvent, b: VerdictEvent) -> Bool {
        a.sequence == b.sequence && a.time == b.time && a.frame == b.frame
            && a.capturedNanoseconds == b.capturedNanoseconds && a.clock == b.clock
            && a.timestampSource == b.timestampSource && a.verdict == b.verdict
            && a.score == b.score && a.threshold == b.threshold && a.picturable == b.picturable
            && a.unpicturable == b.unpicturable && a.worst == b.worst && a.regions == b.regions
            && a.partID.string == b.partID.string && a.model == b.model
            && a.precision == b.precision && a.isSimulated == b.isSimulated
            && a.timeline == b.timeline && a.deadline == b.deadline
    }
}
