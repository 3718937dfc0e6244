public import Realtime

/// Where a camera is in its life, as the world is told.
public enum CameraPhase: String, Sendable, CaseIterable {
    /// Not open: before the start and after the stop.
    case closed
    /// Open and started; its first frame has not come yet.
    case opened
    /// Frames arrive.
    case streaming
    /// Open, but no frame came in time; it is opened again and again.
    case stalled
    /// It failed or is not there; it is opened again and again.
    case lost
    /// A source that is read once has no more frames.
    case ended
}

/// Why a frame that the driver numbered is not judged.
public enum MissedReason: String, Sendable, CaseIterable {
    /// The driver skipped its number.
    case driverGap = "driver_gap"
    /// The line had no room for it.
    case overrun
    /// The camera was closed before the frame was taken.
    case cameraGone = "camera_gone"
}

/// What the capture thread tells the main thread, in the order it happened.
///
/// Every ordinal appears exactly once: in `arrived`, or within one `missed`. An arrived frame is
/// handed to the inference thread after this report; one that comes back is `overtaken`.
public enum CameraReport: Sendable {
    /// The camera's state changed; the detail is a sentence: the agreed format, or the error.
    case camera(CameraPhase, detail: InlineText)
    /// A frame was handed to the inference thread.
    case arrived(ordinal: UInt64, FrameInfo)
    /// A frame that had arrived came back: a newer one took its place.
    case overtaken(ordinal: UInt64)
    /// `count` frames, whose ordinals follow each other from `firstOrdinal`, will not be judged.
    ///
    /// `firstSequence` is the driver's number of the first one; the others follow it unless the
    /// camera was opened again between them.
    case missed(count: UInt64, reason: MissedReason, firstOrdinal: UInt64, firstSequence: UInt32)
}
