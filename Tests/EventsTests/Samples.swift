import Events
import Realtime

/// One event of each kind with every field set, and those with as few as there can be.
enum Samples {
    static var all: [Event] { full + sparse }

    static let full: [Event] = [
        .hello(hello), .state(state), .verdict(verdict), .missed(missed), .reload(reload),
        .camera(camera), .gap(GapEvent(from: 7, to: 12)), .statistics(statistics),
    ]

    static let sparse: [Event] = [
        .hello(HelloEvent()), .state(StateEvent(.stopping)), .verdict(late),
        .reload(ReloadEvent(.ok)), .camera(CameraEvent(.lost)), .statistics(StatisticsEvent()),
    ]

    static var hello: HelloEvent {
        var event = HelloEvent()
        event.version = "1.0.0"
        event.line = "press-3"
        event.bootID = "5f0b6f0e1b1f4f0c9d3a2b1c0d9e8f70"
        event.invocationID = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
        event.model = "sha256:8b1f"
        event.modelName = "press-3.safetensors"
        event.threshold = 3.2
        event.instructions = "avx2"
        event.precision = "int8"
        event.why = "faster than f32"
        event.threads = 2
        event.sequence = 1042
        return event
    }

    static var state: StateEvent {
        var event = StateEvent(.cameraLost)
        event.sequence = 1043
        event.time = 1_795_248_000_123_456
        event.why = "the device \"/dev/video0\" is gone"
        return event
    }

    static var verdict: VerdictEvent {
        var event = VerdictEvent()
        event.sequence = 1044
        event.time = 1_795_248_000_223_456
        event.frame = 4_294_967_295
        event.capturedNanoseconds = 1_795_248_000_100_000_001
        event.clock = .realtime
        event.timestampSource = .startOfExposure
        event.verdict = .fail
        event.score = 4.1875
        event.threshold = 3.2
        event.picturable = ScorePair(raw: 0.8123457, normalised: 3.9)
        event.unpicturable = ScorePair(raw: 21.5, normalised: -0.25)
        event.worst = Pixel(x: 331, y: 207)
        event.regions.append(Box(x: 320, y: 200, width: 24, height: 12))
        event.regions.append(Box(x: 0, y: 4, width: 8, height: 8))
        event.partID = InlineText("good/part 0017 – Ü.png")
        event.model = "sha256:8b1f"
        event.precision = "f32"
        event.isSimulated = true
        event.timeline.queued = 310
        event.timeline.begun = 360
        event.timeline.decided = 21_870
        event.timeline.published = 21_902
        event.deadline = 100_000
        return event
    }

    static var late: VerdictEvent {
        var event = VerdictEvent()
        event.verdict = .undecided(.late)
        return event
    }

    static var missed: MissedEvent {
        var event = MissedEvent(count: 3, reason: .driverGap)
        event.sequence = 1045
        event.time = 1_795_248_000_323_456
        event.frame = 17
        event.frame = 2001
        return event
    }

    static var reload: ReloadEvent {
        var event = ReloadEvent(.refused)
        event.sequence = 1046
        event.time = 1_795_248_000_423_456
        event.why = "sightd.toml:4:1: line one\nline two"
        event.from = "sha256:8b1f"
        event.to = "sha256:11aa"
        return event
    }

    static var camera: CameraEvent {
        var event = CameraEvent(.opened)
        event.sequence = 1047
        event.time = 1_795_248_000_523_456
        event.source = "/dev/video0"
        event.device = "Camera 3000"
        event.format = "MJPG"
        event.width = 1280
        event.height = 720
        event.fps = 29.97
        event.why = "30 frames per second asked"
        return event
    }

    static var statistics: StatisticsEvent {
        var event = StatisticsEvent()
        event.sequence = 1048
        event.time = 1_795_248_010_000_000
        event.frames = 1000
        event.pass = 900
        event.fail = 50
        event.undecided[.late] = 4
        event.undecided[.internal] = 1
        event.missed[.overtaken] = 43
        event.inFlight = 2
        event.fps = 29.5
        event.latency = StatisticsEvent.Latency()
        event.latency?.p50 = 21_000
        event.latency?.p90 = 23_000
        event.latency?.p99 = 30_000
        event.latency?.max = 41_000
        event.driftCount = 256
        event.picturable = StatisticsEvent.Drift(mean: 0.125, deviation: 1.0625)
        event.unpicturable = StatisticsEvent.Drift(mean: -0.5, deviation: 0.75)
        event.recordsWritten = 54
        event.recordsDropped = 1
        event.clients = 3
        event.memoryBytes = 215_482_368
        event.uptimeSeconds = 3600
        return event
    }
}

/// The event's line.
func line(_ event: Event) -> [UInt8] {
    var writer = LineWriter()
    writer.write(event)
    let span = writer.line
    return span.indices.map { span[$0] }
}

func string(_ event: Event) -> String { String(decoding: line(event), as: UTF8.self) }
