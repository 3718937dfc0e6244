public import Demo
import Imaging
public import Realtime

/// The virtual line as a camera: rendered parts whose truth is known.
///
/// Frame n of the driver shows part n; `partID` is its number and what is wrong with it, such as
/// `000123 scratch`. While all slots are lent, parts go by unseen and their numbers are skipped.
public struct DemoDevice: Device {
    private static let slotCount = 6

    private let seed: UInt64
    private let defects: DefectPolicy
    private let framesPerSecond: Double
    private var pace: Pace
    private var line: DemoLine?
    private var slots: FrameSlots?
    private var part: UInt64 = 0

    /// Sets up the line; nothing is drawn yet.
    ///
    /// - Parameters:
    ///   - seed: Of all chance; the same seed gives the same frames.
    ///   - defects: Which parts have one.
    ///   - framesPerSecond: The pace.
    ///   - clock: Gives the pace and the times of the frames.
    ///   - sleeper: Waits for the next frame.
    public init(
        seed: UInt64, defects: DefectPolicy, framesPerSecond: Double, clock: any Clock,
        sleeper: any Sleeper
    ) {
        self.seed = seed
        self.defects = defects
        self.framesPerSecond = framesPerSecond
        pace = Pace(framesPerSecond: framesPerSecond, clock: clock, sleeper: sleeper)
    }

    /// Draws what all frames share and begins with part 0.
    public mutating func open() throws(CameraError) -> Negotiated {
        let line = line ?? DemoLine(seed: seed, defects: defects)
        let layout = Self.layout(of: line)
        slots = FrameSlots(count: Self.slotCount, bytesPerSlot: layout.byteCountMinimum)
        self.line = line
        part = 0
        return Negotiated(
            layout: layout, framesPerSecond: framesPerSecond,
            description:
                "the demo line, seed \(seed): \(layout.size) at \(framesPerSecond) frames/s")
    }

    /// Starts the belt.
    public mutating func start() throws(CameraError) { pace.restart() }

    /// Waits until the next part is under the camera, and draws it.
    public mutating func dequeue(until deadline: Instant) -> Dequeued {
        while true {
            guard pace.waitForFrame(until: deadline) else { return .timedOut }
            let shown = part
            part += 1
            if let frame = frame(of: shown) { return .frame(frame) }
        }
    }

    /// Stops the belt; lent frames stay readable.
    public mutating func close() { slots = nil }

    private mutating func frame(of part: UInt64) -> Frame? {
        guard let line, let slots, let slot = self.slots?.take() else { return nil }
        let layout = Self.layout(of: line)
        var info = FrameInfo(layout: layout)
        info.sequence = UInt32(truncatingIfNeeded: part)
        info.isSimulated = true
        info.partID = Self.name(of: part, line.truth(of: part))
        slots.fill(slot) { memory in line.render(part, into: &memory) }
        info.capturedAt = pace.now()
        info.capturedNanoseconds = info.capturedAt.nanoseconds
        return slots.lend(slot, count: layout.byteCountMinimum, info: info)
    }

    private static func layout(of line: DemoLine) -> FrameLayout {
        FrameLayout(format: .rgb3, width: line.width, height: line.height)
    }

    /// The part's number, six digits at least, and its truth.
    static func name(of part: UInt64, _ truth: FrameTruth) -> InlineText {
        var text = InlineText()
        var unit: UInt64 = 100_000
        while part / unit >= 10 { unit *= 10 }
        while unit > 0 {
            text.append(UInt8(part / unit % 10) + UInt8(ascii: "0"))
            unit /= 10
        }
        text.append(UInt8(ascii: " "))
        for byte in truth.name.utf8 { text.append(byte) }
        return text
    }
}
