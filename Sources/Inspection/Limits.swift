/// Every limit of the daemon that is not a setting, in one place.
public enum Limits {
    /// Frames between the capture and the inference thread; a power of two.
    public static let frameRing = 4
    /// What the capture thread may report before the main thread has read it; a power of two.
    public static let captureReports = 256
    /// Outcomes between the inference and the main thread; a power of two.
    public static let outcomeRing = 64
    /// Frames that may be between the camera and their verdict.
    public static let pendingFrames = 128
    /// Journal entries that wait while the journal is slow.
    public static let journalQueue = 1024
    /// Pictures waiting to be recorded.
    public static let recordSlots = 4
    /// Times that one client's requests are read before others have their turn.
    public static let requestReads = 8
    /// Bytes of one line of a client's requests.
    public static let requestLine = 4096
    /// Bytes of one event line.
    public static let eventLine = 65_536
    /// Bytes gathered for a client before they are handed to the kernel.
    public static let clientBatch = 16_384
    /// Boxes in one verdict.
    public static let verdictRegions = 16
    /// Verdicts whose scores the drift in `statistics` is taken over.
    public static let driftWindow = 256
    /// Connections that wait to be accepted.
    public static let listenBacklog = 64
    /// How long a clean end may wait for the last verdicts and for slow clients.
    public static let farewellNanoseconds: UInt64 = 2_000_000_000
    /// How far before its deadline the verdict of an unfinished frame leaves.
    public static let deadlineMarginNanoseconds: UInt64 = 1_000_000
    /// The same where the system gives no realtime priority: the main thread may have to wait for
    /// a processor that the networks have.
    public static let ordinaryMarginNanoseconds: UInt64 = 5_000_000
    /// A thread that has made no step for so long is stuck.
    public static let stuckNanoseconds: UInt64 = 10_000_000_000
}
