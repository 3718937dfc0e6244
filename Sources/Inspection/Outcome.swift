internal import Anomaly
internal import Capture
internal import Events
internal import Realtime

/// What the inference thread made of one frame; a plain value that crosses to the main thread.
struct Outcome: Sendable {
    enum Result: Sendable {
        /// The networks ran; whether it passes follows from the score and the threshold.
        case judged(Assessment)
        /// The frame cannot be judged.
        case undecided(UndecidedReason)
    }

    /// The frame's number (`Frame.ordinal`).
    var ordinal: UInt64
    var result: Result
    /// Which inspector judged it, in the order in which they came into service.
    var generation: UInt32
    /// When the inference thread took it up.
    var begun: Instant
    /// When the result stood.
    var decided: Instant
    /// Where the anomaly map is largest, in camera pixels.
    var worst = Pixel(x: 0, y: 0)
    /// The boxes around everything over the map's threshold, in camera pixels.
    var regions = Boxes()
    /// The record slot that holds its picture; `nil` when none was kept.
    var slot: Int?

    init(
        ordinal: UInt64, result: Result, generation: UInt32, begun: Instant, decided: Instant
    ) {
        self.ordinal = ordinal
        self.result = result
        self.generation = generation
        self.begun = begun
        self.decided = decided
    }
}
