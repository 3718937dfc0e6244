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
