/// The counts since the start; each frame is in exactly one of them.
///
/// `frames` = `pass` + `fail` + `undecided.total` + `missed.total` + `inFlight`.
public struct StatisticsEvent: Sendable, Equatable {
    /// The verdicts' delays from capture, in microseconds.
    public struct Latency: Sendable, Equatable {
        /// Half of the verdicts left within.
        public var p50: UInt64 = 0
        /// 90 % of the verdicts left within.
        public var p90: UInt64 = 0
        /// 99 % of the verdicts left within.
        public var p99: UInt64 = 0
        /// The slowest.
        public var max: UInt64 = 0

        /// Creates zeros.
        public init() {}
    }

    /// Where the latest scores lie: on parts like those of the calibration, mean 0, deviation 1.
    public struct Drift: Sendable, Equatable {
        /// The mean of the normalised scores.
        public var mean: Float
        /// Their standard deviation.
        public var deviation: Float

        /// Pairs the two.
        public init(mean: Float, deviation: Float) {
            self.mean = mean
            self.deviation = deviation
        }
    }

    /// The event's number; `nil` in the answer to one client's request.
    public var sequence: UInt64?
    /// Microseconds since 1970, when it was said.
    public var time: UInt64 = 0
    /// The frames the driver numbered.
    public var frames: UInt64 = 0
    /// The frames passed.
    public var pass: UInt64 = 0
    /// The frames failed.
    public var fail: UInt64 = 0
    /// The frames not judged, by reason.
    public var undecided = ReasonCounts<UndecidedReason>()
    /// The frames missed, by reason.
    public var missed = ReasonCounts<MissedReason>()
    /// The frames captured and not yet judged.
    public var inFlight: UInt64 = 0
    /// Verdicts per second since the last statistics event, or the one before within a second of
    /// it.
    public var fps: Float = 0
    /// The verdicts' delays; `nil` before the first verdict.
    public var latency: Latency?
    /// The latest scores that `picturable` and `unpicturable` are made of.
    public var driftCount: UInt64 = 0
    /// The drift of the picturable score.
    public var picturable: Drift?
    /// The drift of the Mahalanobis distance.
    public var unpicturable: Drift?
    /// The pictures recorded.
    public var recordsWritten: UInt64 = 0
    /// The pictures that should have been recorded and were not.
    public var recordsDropped: UInt64 = 0
    /// The clients connected.
    public var clients: UInt64 = 0
    /// The memory in use, in bytes.
    public var memoryBytes: UInt64 = 0
    /// The seconds since the start.
    public var uptimeSeconds: UInt64 = 0

    /// Creates zeros.
    public init() {}
}
