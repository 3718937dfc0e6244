import Anomaly
import Capture
import Events
import Foundation
import Imaging
import Realtime
import TestSupport
import Testing

@testable import Inspection

@Suite struct InferenceStageTests {
    static let model = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../config/demo.safetensors").standardized.path

    /// Frames of a real size from a device whose slots come home.
    func camera(_ clock: ManualClock) -> ScriptedDevice {
        ScriptedDevice(
            [.frames(40)], clock: clock,
            layout: FrameLayout(format: .yuyv, width: 320, height: 240, bytesPerRow: 640))
    }

    @Test(arguments: [(320, 240, true), (240, 320, false)])
    func `a frame of another size than the settings name is not judged`(
        width: Int, height: Int, isJudged: Bool
    ) throws {
        let clock = ManualClock()
        var device = camera(clock)
        _ = try device.open()
        try device.start()
        guard case .frame(let frame) = device.dequeue(until: Instant(nanoseconds: .max)) else {
            return #expect(Bool(false), "the device has frames")
        }
        var inspector = Inspector(
            model: SimulatedLine.tag(0, threshold: 1e6),
            rules: .init(checksDark: false, size: PictureSize(width: width, height: height)),
            mapThreshold: 1,
            detector: try makeDetector(for: ModelFile.read(path: Self.model), threads: 1),
            preprocessor: Preprocessor())
        var frozen = FrozenCheck(limit: 0)
        let outcome = inspector.judge(frame, clock: clock, frozen: &frozen, records: nil)
        switch outcome.result {
            case .judged: #expect(isJudged)
            case .undecided(let reason): #expect(!isJudged && reason == .wrongSize)
        }
    }

    @Test(.enabled(if: countsAllocations))
    func `from a frame's arrival to its outcome nothing is allocated`() throws {
        let clock = ManualClock()
        let links = LineLinks(
            capture: CaptureChannel(inference: CountingWaker(), main: CountingWaker()),
            records: RecordSlots(count: Limits.recordSlots))
        var device = camera(clock)
        _ = try device.open()
        try device.start()
        let detector = try makeDetector(for: ModelFile.read(path: Self.model), threads: 2)
        var stage = InferenceStage(
            links: links, clock: clock, main: CountingWaker(),
            inspector: Inspector(
                model: SimulatedLine.tag(0, threshold: -1e9), rules: .init(checksDark: false),
                mapThreshold: -1e9, detector: detector, preprocessor: Preprocessor()))
        var judged = 0
        func feed() {
            guard case .frame(var frame) = device.dequeue(until: Instant(nanoseconds: .max)) else {
                return
            }
            frame.ordinal += 1
            _ = links.capture.offer(frame)
        }
        func judge() {
            _ = stage.step()
            guard let outcome = links.outcomes.pop() else { return }
            judged += 1
            // Each fails and so fills a record slot.
            if let slot = outcome.slot { links.records?.release(slot) }
        }
        feed()
        judge()
        feed()
        var made = 0
        made = allocations {
            judge()
            feed()
        }
        #expect(judged == 3 && made == 0)
    }
}
