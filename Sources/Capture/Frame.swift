public import Imaging
public import Realtime

/// What the driver said of one frame.
public struct FrameInfo: Sendable {
    /// Which clock `capturedNanoseconds` was read from.
    public enum Clock: String, Sendable { case monotonic, realtime, unknown }
    /// The moment of the exposure that the timestamp names.
    public enum TimestampSource: String, Sendable {
        case startOfExposure = "soe"
        case endOfFrame = "eof"
    }

    /// How the bytes are laid out.
    public var layout: FrameLayout
    /// The driver's own number of the frame.
    public var sequence: UInt32 = 0
    /// The driver's timestamp, as given.
    public var capturedNanoseconds: UInt64 = 0
    /// The clock of `capturedNanoseconds`.
    public var clock = Clock.monotonic
    /// What the timestamp marks.
    public var timestampSource = TimestampSource.endOfFrame
    /// When the frame was captured, on our monotonic clock.
    ///
    /// The driver's timestamp where its clock is monotonic, else the moment it was dequeued.
    public var capturedAt = Instant(nanoseconds: 0)
    /// The driver's error flag, or a picture file that could not be read: never judged.
    public var isCorrupt = false
    /// Whether a program made the picture: the demo line or a folder, not a camera.
    public var isSimulated = false
    /// The part's name, where the source knows it: the file's path, the demo line's serial number.
    public var partID = InlineText()

    /// Creates the description of a frame with the given layout.
    public init(layout: FrameLayout) { self.layout = layout }
}

/// One capture as the camera gave it; who owns it may read it, and dropping it gives it back.
@safe public struct Frame: ~Copyable, Sendable {
    /// What the driver said of it.
    public let info: FrameInfo
    /// Our own number of it, set by the capture stage: every frame the driver numbered has one.
    public var ordinal: UInt64 = 0
    private let pool: FramePool
    private let slot: Int
    private let count: Int

    init(pool: FramePool, slot: Int, count: Int, info: FrameInfo) {
        self.pool = pool
        self.slot = slot
        self.count = count
        self.info = info
    }

    deinit { pool.giveBack(slot) }

    /// The bytes, laid out as `info.layout` says.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self) get {
            let memory = unsafe pool.memory(of: slot)
            let used = unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
            let span = unsafe Span<UInt8>(_unsafeBytes: used)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
