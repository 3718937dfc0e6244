public import Capture
import Host
public import Imaging
public import Realtime

/// What a scripted device does next.
public enum ScriptStep: Sendable {
    /// The next frame arrives, one period after the last.
    case frame
    /// A frame arrives with these bytes: more than its layout's are cut, fewer are a short frame.
    case bytes([UInt8])
    /// A frame arrives with the driver's error flag.
    case corrupt
    /// Frames arrive in number.
    case frames(Int)
    /// The driver loses so many frames: their numbers are skipped.
    case lose(UInt32)
    /// The driver's next number.
    case sequence(UInt32)
    /// Nothing happens for so long.
    case silence(Duration)
    /// The device fails; it must be opened again.
    case fail(CameraError)
    /// The next `open` throws.
    case refuseOpen(CameraError)
    /// The next `start` throws.
    case refuseStart(CameraError)
    /// The source has no more frames.
    case end
}

/// A device that plays a script on a manual clock.
///
/// A frame comes one period after the last thing that happened; when all slots are lent it is lost,
/// as a driver would lose it. A new opening begins the driver's numbers at 0 unless the script says
/// otherwise. After its last step the device is silent.
public struct ScriptedDevice: Device {
    private let script: [ScriptStep]
    private var position = 0
    private var framesOfStep = 0
    private let clock: ManualClock
    private let layout: FrameLayout
    private let period: Duration
    private let slotCount: Int
    private var slots: FrameSlots?
    private var sequence: UInt32 = 0
    private var quietUntil: Instant?
    private var lastEvent = Instant(nanoseconds: 0)

    /// Prepares a device.
    ///
    /// - Parameters:
    ///   - script: What happens, in order.
    ///   - clock: Moved on by the waiting for frames.
    ///   - layout: Of each frame; the byte count follows from its rows.
    ///   - framesPerSecond: The pace.
    ///   - slots: The buffers, as a driver's.
    public init(
        _ script: [ScriptStep], clock: ManualClock,
        layout: FrameLayout = FrameLayout(format: .grey, width: 8, height: 4, bytesPerRow: 8),
        framesPerSecond: Double = 10, slots: Int = 6
    ) {
        self.script = script
        self.clock = clock
        self.layout = layout
        period = .seconds(1 / framesPerSecond)
        slotCount = slots
    }

    /// Takes a millisecond and begins a new life: all slots free, the driver's numbers from 0.
    public mutating func open() throws(CameraError) -> Negotiated {
        clock.advance(by: .milliseconds(1))
        if case .refuseOpen(let error) = step {
            position += 1
            throw error
        }
        slots = FrameSlots(count: slotCount, bytesPerSlot: layout.bytesPerRow * layout.height)
        sequence = 0
        return Negotiated(
            layout: layout, framesPerSecond: .seconds(1) / period, description: "a scripted camera")
    }

    /// Starts the pace.
    public mutating func start() throws(CameraError) {
        if case .refuseStart(let error) = step {
            position += 1
            throw error
        }
        lastEvent = clock.now()
    }

    /// Lets go of the slots; lent frames stay readable.
    public mutating func close() {
        slots = nil
    }

    /// Plays the script to its next frame or failure, or to the deadline.
    public mutating func dequeue(until deadline: Instant) -> Dequeued {
        while let step {
            switch step {
                case .frame, .frames, .bytes, .corrupt:
                    guard pass(until: lastEvent.advanced(by: period), deadline) else {
                        return .timedOut
                    }
                    takeFrameStep()
                    if let frame = frame(step) { return .frame(frame) }
                    continue
                case .lose(let count): sequence &+= count
                case .sequence(let number): sequence = number
                case .silence(let duration):
                    let end = quietUntil ?? lastEvent.advanced(by: duration)
                    quietUntil = end
                    guard pass(until: end, deadline) else { return .timedOut }
                    quietUntil = nil
                case .fail(let error):
                    position += 1
                    return .failed(error)
                case .end: return .ended
                case .refuseOpen, .refuseStart:
                    clock.sleep(until: deadline)
                    return .timedOut
            }
            position += 1
        }
        clock.sleep(until: deadline)
        return .timedOut
    }

    private var step: ScriptStep? { position < script.count ? script[position] : nil }

    /// Lets time pass to `instant`, or only to the deadline when that is earlier.
    private mutating func pass(until instant: Instant, _ deadline: Instant) -> Bool {
        clock.sleep(until: min(instant, deadline))
        guard clock.now() >= instant else { return false }
        lastEvent = instant
        return true
    }

    private mutating func takeFrameStep() {
        framesOfStep += 1
        if case .frames(let count) = step, framesOfStep < count { return }
        framesOfStep = 0
        position += 1
    }

    private mutating func frame(_ step: ScriptStep) -> Frame? {
        let number = sequence
        sequence &+= 1
        guard let slot = slots?.take(), let slots else { return nil }
        var info = FrameInfo(layout: layout)
        info.sequence = number
        info.capturedNanoseconds = lastEvent.nanoseconds
        info.capturedAt = lastEvent
        info.isSimulated = true
        if case .corrupt = step { info.isCorrupt = true }
        var count = slots.bytesPerSlot
        slots.fill(slot) { memory in
            if case .bytes(let bytes) = step {
                count = min(count, bytes.count)
                for index in 0..<count { memory[index] = bytes[index] }
            } else {
                for index in 0..<count { memory[index] = UInt8(truncatingIfNeeded: number) }
            }
        }
        return slots.lend(slot, count: count, info: info)
    }
}
