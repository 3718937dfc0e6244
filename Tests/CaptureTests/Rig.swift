import Host
import Realtime
import Synchronization
import TestSupport

@testable import Capture

/// A stage over a scripted device, its clock and all who listen.
final class Rig {
    let clock = ManualClock()
    let sleeper: RecordingSleeper
    let inference = CountingWaker()
    let main = CountingWaker()
    let channel: CaptureChannel
    var stage: CaptureStage<ScriptedDevice, ManualClock>
    var isFinished = false

    init(
        _ script: [ScriptStep], frameCapacity: Int = 4, reportCapacity: Int = 256, slots: Int = 6,
        framesPerSecond: Double = 10
    ) {
        sleeper = RecordingSleeper(clock: clock)
        channel = CaptureChannel(
            frameCapacity: frameCapacity, reportCapacity: reportCapacity, inference: inference,
            main: main)
        let device = ScriptedDevice(
            script, clock: clock, framesPerSecond: framesPerSecond, slots: slots)
        stage = CaptureStage(device: device, clock: clock, sleeper: sleeper, channel: channel)
    }

    func step() { isFinished = stage.step() == .finished }

    /// Steps until the stage finishes, reading frames and reports as the other threads would.
    func run(into story: inout Story, steps: Int = 10_000) {
        for _ in 0..<steps where !isFinished {
            step()
            story.read(channel)
        }
    }

    /// The story of a whole run.
    func run() -> Story {
        var story = Story()
        run(into: &story)
        return story
    }

    /// Steps until the camera's state is `phase`, reading everything.
    func run(until phase: CameraPhase) {
        var story = Story()
        for _ in 0..<10_000 where !story.reports.contains(phase.rawValue) {
            step()
            story.read(channel)
        }
    }
}

/// What came through a channel, in short words.
struct Story {
    var reports: [String] = []
    var details: [String] = []
    var frames: [String] = []
    var arrived: UInt64 = 0
    var missed: UInt64 = 0

    mutating func readReports(_ channel: CaptureChannel) {
        while let report = channel.reports.pop() {
            switch report {
                case .camera(let phase, let detail):
                    reports.append(phase.rawValue)
                    details.append(detail.string)
                case .arrived(let ordinal, let info):
                    reports.append("\(ordinal)=\(info.sequence)")
                    arrived += 1
                case .overtaken(let ordinal): reports.append("overtaken \(ordinal)")
                case .missed(let count, let reason, let ordinal, let sequence):
                    reports.append("\(reason.rawValue) \(count) from \(ordinal)=\(sequence)")
                    missed += count
            }
        }
    }

    mutating func read(_ channel: CaptureChannel) {
        readReports(channel)
        while let frame = channel.takeFrame() {
            frames.append("\(frame.ordinal)=\(frame.info.sequence)")
        }
    }
}

/// A sleeper that moves a clock and remembers how long it did, naps without a break as one pause.
final class RecordingSleeper: Sleeper {
    private let clock: ManualClock
    private let naps = Guarded<[(start: UInt64, end: UInt64)]>([])

    init(clock: ManualClock) { self.clock = clock }

    func sleep(until instant: Instant) {
        let start = clock.now().nanoseconds
        clock.sleep(until: instant)
        let end = clock.now().nanoseconds
        naps.withLock { naps in
            if let last = naps.last, last.end == start {
                naps[naps.count - 1].end = end
            } else {
                naps.append((start, end))
            }
        }
    }

    var pausesInMilliseconds: [Int] {
        naps.withLock { naps in naps.map { Int(($0.end - $0.start) / 1_000_000) } }
    }
}

/// A switch that another thread sees.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}
