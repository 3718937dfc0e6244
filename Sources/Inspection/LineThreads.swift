internal import Capture
internal import Host
internal import Realtime
internal import Synchronization

/// The bells that wake the line's threads.
struct LineWakes: Sendable {
    let main: Wake
    let inference: Wake

    init() throws(HostError) {
        main = try Wake()
        inference = try Wake()
    }
}

/// The threads of a line beside the main one: each a loop around its stage's `step`.
struct LineThreads: ~Copyable {
    /// What the threads are made for.
    struct Plan: Sendable {
        var source: CameraSource
        var camera: CameraSettings
        var limits: CaptureLimits
        /// The SCHED_FIFO priority of capture and inference; 0: the ordinary scheduler.
        var realtimePriority: Int
    }

    private let capture: Thread
    private let inference: Thread
    private let recorder: Thread
    private let records: RecordChannel
    /// What the system refused to the threads, each as a sentence.
    let warnings: [String]

    /// Starts the line: recording first, the camera last.
    init(
        plan: Plan, links: LineLinks, wakes: LineWakes, inspector: consuming Inspector,
        recording: consuming RecordStage
    ) throws(HostError) {
        let records = recording.channel
        let recorder = try Self.startRecorder(recording)
        let priority = plan.realtimePriority > 0 ? plan.realtimePriority : nil
        let inference = try Self.startInference(links, wakes, inspector, priority)
        // The camera comes before the networks when both want the same processor.
        let capture = try Self.startCapture(plan, links, wakes, priority.map { $0 + 1 })
        warnings = (inference.warnings + capture.warnings).map(\.description)
        self.records = records
        self.recorder = recorder
        self.inference = inference
        self.capture = capture
    }

    /// Waits for the threads, which were asked to end or have ended.
    consuming func join() {
        capture.join()
        inference.join()
        records.stop()
        recorder.join()
    }

    private static func startRecorder(_ stage: consuming RecordStage) throws(HostError) -> Thread {
        let channel = stage.channel
        let handover = Handover(stage)
        return try Thread(name: "record") {
            guard var stage = handover.take() else { return }
            while true {
                while stage.step() {}
                if channel.isStopping { return }
                _ = channel.wake.wait()
            }
        }
    }

    private static func startInference(
        _ links: LineLinks, _ wakes: LineWakes, _ inspector: consuming Inspector, _ priority: Int?
    ) throws(HostError) -> Thread {
        let handover = Handover(inspector)
        return try Thread(name: "inference", options: .init(realtimePriority: priority)) {
            guard let inspector = handover.take() else { return }
            var stage = InferenceStage(
                links: links, clock: SystemClock(), main: wakes.main, inspector: inspector)
            loop: while true {
                switch stage.step() {
                    case .again: continue
                    case .wait: _ = wakes.inference.wait(timeout: .milliseconds(500))
                    case .finished: break loop
                }
            }
            links.inferenceEnded.store(true, ordering: .releasing)
            wakes.main.signal()
        }
    }

    private static func startCapture(
        _ plan: Plan, _ links: LineLinks, _ wakes: LineWakes, _ priority: Int?
    ) throws(HostError) -> Thread {
        try Thread(name: "capture", options: .init(realtimePriority: priority)) {
            let clock = SystemClock()
            let sleeper = SystemSleeper()
            var stage = CaptureStage(
                device: AnyDevice(
                    plan.source, settings: plan.camera, clock: clock, sleeper: sleeper),
                clock: clock, sleeper: sleeper, channel: links.capture, limits: plan.limits)
            while stage.step() == .again {}
            links.captureEnded.store(true, ordering: .releasing)
            wakes.inference.signal()
        }
    }
}
