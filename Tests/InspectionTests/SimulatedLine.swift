import Anomaly
import Capture
import Events
import Host
import Imaging
import Realtime
import Synchronization
import TestSupport

@testable import Inspection

/// A detector whose score is the first sample of the picture: the test decides what it finds.
final class ScriptedDetector: Detector {
    let rounding: [Float] = []
    let pictureSide = 256
    let mapSide = 56
    private let onAssess: () -> Void

    init(onAssess: @escaping () -> Void = {}) { self.onAssess = onAssess }

    func assess(_ picture: Span<UInt8>, ignored: Span<UInt8>) -> Assessment {
        onAssess()
        let score = Float(picture[0])
        return Assessment(
            score: score, picturable: ComponentScore(raw: score, normalised: score),
            unpicturable: nil, worstCell: (0, 0))
    }

    func inspectedPixels(ignored: Span<UInt8>) -> Int { 256 * 256 }

    func copyMap(into map: inout MutableSpan<Float>) {
        for index in map.indices { map[index] = 0 }
    }
}

/// A whole line on one thread: the three stages stepped by hand, on a clock that the test moves.
struct SimulatedLine: ~Copyable {
    let clock: ManualClock
    let links: LineLinks
    let connection = ScriptedConnection()
    let journal = RecordingJournal()
    let manager = RecordingServiceManager()
    var capture: CaptureStage<ScriptedDevice, ManualClock>
    var inference: InferenceStage<ManualClock>
    var publish: PublishStage<ManualClock>
    private(set) var captureIsOver = false
    private(set) var inferenceIsOver = false

    static func inspector(
        _ generation: UInt32, threshold: Float, rules: Inspector.Rules,
        detector: ScriptedDetector = ScriptedDetector()
    ) -> Inspector {
        Inspector(
            model: tag(generation, threshold: threshold), rules: rules, mapThreshold: 1,
            detector: detector, preprocessor: Preprocessor())
    }

    static func tag(_ generation: UInt32, threshold: Float) -> ModelTag {
        ModelTag(
            generation: generation, name: "scripted", digest: "digest\(generation)",
            threshold: threshold, precision: "f32", why: "asked for", threads: 1)
    }

    /// Builds the line.
    ///
    /// - Parameters:
    ///   - script: What the camera does.
    ///   - threshold: Frames whose first sample reaches it fail; samples are the driver's numbers.
    ///   - rules: How frames are judged.
    ///   - everyFrame: Whether each is judged in order, or the newest wins.
    ///   - inferenceTime: What each picture costs.
    init(
        script: [ScriptStep], threshold: Float = 1000,
        rules: Inspector.Rules = .init(checksDark: false), everyFrame: Bool = false,
        inferenceTime: Duration = .milliseconds(20)
    ) {
        let clock = ManualClock()
        self.clock = clock
        links = LineLinks(
            capture: CaptureChannel(
                keepsEveryFrame: everyFrame, inference: CountingWaker(), main: CountingWaker()),
            records: nil)
        capture = CaptureStage(
            device: ScriptedDevice(script, clock: clock), clock: clock, sleeper: clock,
            channel: links.capture)
        inference = InferenceStage(
            links: links, clock: clock, main: CountingWaker(),
            inspector: Self.inspector(
                0, threshold: threshold, rules: rules,
                detector: ScriptedDetector { clock.advance(by: inferenceTime) }))
        publish = PublishStage(
            links: links,
            around: .init(
                clock: clock, wallClock: { 0 }, memoryBytes: { 0 }, journal: journal,
                manager: manager, line: "test", source: "scripted"),
            publisher: Publisher(history: 64, maxClients: 2, next: 1),
            ledger: Ledger(rules: .init(deadlineNanoseconds: rules.deadlineNanoseconds)),
            model: Self.tag(0, threshold: threshold), recording: nil)
        _ = publish.publisher.admit(connection, hello: HelloEvent())
    }

    mutating func stepCapture() {
        guard !captureIsOver else { return }
        if case .finished = capture.step() {
            captureIsOver = true
            links.captureEnded.store(true, ordering: .releasing)
        }
    }

    mutating func stepInference() {
        guard !inferenceIsOver else { return }
        inferenceIsOver = inference.step() == .finished
    }

    /// Ends the line as the daemon does and steps until every frame has its verdict.
    mutating func finish() {
        links.capture.stop()
        while !inferenceIsOver {
            stepCapture()
            stepInference()
            publish.step()
        }
        publish.step()
    }

    /// Everything the subscriber was told.
    func events() throws -> [Event] {
        try connection.lines.map { try LineReader.event(Array($0.utf8)) }
    }

    /// The verdicts, in the order they were said.
    func verdicts() throws -> [VerdictEvent] {
        try events().compactMap { if case .verdict(let event) = $0 { event } else { nil } }
    }
}
