public import Imaging
public import Realtime

/// What happened while a device was asked for its next frame.
public enum Dequeued: ~Copyable {
    /// A frame; who drops it gives its buffer back to the device.
    case frame(Frame)
    /// Nothing arrived in time.
    case timedOut
    /// The source has no more frames (a folder replayed once).
    case ended
    /// The device failed; it must be closed and opened again.
    case failed(CameraError)
}

/// What a camera must do; calls come from one thread, in the order open, start, dequeue…, close.
///
/// Implementations: `V4L2Device`, `ReplayDevice`, `DemoDevice`, and the tests' `ScriptedDevice`.
public protocol Device: ~Copyable, Sendable {
    /// Opens the device, agrees on a format, reads back what was given, makes the buffers.
    mutating func open() throws(CameraError) -> Negotiated
    /// Starts streaming.
    mutating func start() throws(CameraError)
    /// Waits at most until `deadline` for the next frame.
    ///
    /// Also takes back the buffers that came home. A deadline that is past asks for a frame that
    /// waits already. Numbers that the driver skipped show in `FrameInfo.sequence`; nothing else
    /// tells of them.
    mutating func dequeue(until deadline: Instant) -> Dequeued
    /// Stops streaming and lets go of the device; frames still lent stay readable.
    mutating func close()
}

/// What a device agreed to, read back from it.
public struct Negotiated: Sendable {
    /// How its frames are laid out; `nil` where each frame may differ (a folder of pictures).
    public var layout: FrameLayout?
    /// The rate in frames per second; 0 when the device does not say.
    public var framesPerSecond: Double
    /// One sentence for the `camera` event and the journal.
    public var description: String

    /// Describes an open device.
    public init(layout: FrameLayout?, framesPerSecond: Double, description: String) {
        self.layout = layout
        self.framesPerSecond = framesPerSecond
        self.description = description
    }
}
