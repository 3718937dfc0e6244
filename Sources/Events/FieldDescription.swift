/// What a field of the protocol means, for the documents.
public struct FieldDescription: Sendable {
    /// The kind of event it stands in.
    public let kind: EventKind
    /// Its name; of a field inside of another, both.
    let path: [Field]
    /// Its type.
    public let type: String
    /// Whether every event of the kind has it.
    public let isAlways: Bool
    /// What it means, one sentence.
    public let meaning: String

    /// The name as readers of JSON write it, such as `picturable.raw`.
    public var name: String { path.map(\.rawValue).joined(separator: ".") }

    private init(
        _ kind: EventKind, _ path: [Field], _ type: String, _ isAlways: Bool, _ meaning: String
    ) {
        self.kind = kind
        self.path = path
        self.type = type
        self.isAlways = isAlways
        self.meaning = meaning
    }

    /// Every field of every event.
    public static let all: [FieldDescription] =
        hello + state + verdict + missed + reload + camera + gap + statistics

    private static func rows(
        _ kind: EventKind, _ rows: [([Field], String, Bool, String)]
    ) -> [FieldDescription] {
        rows.map { FieldDescription(kind, $0.0, $0.1, $0.2, $0.3) }
    }

    private static func numbered(_ kind: EventKind) -> [FieldDescription] {
        rows(
            kind,
            [
                ([.sequence], "integer", true, "The event's number, without gaps."),
                ([.time], "integer", true, "When it was said, in microseconds since 1970."),
            ])
    }

    private static let hello = rows(
        .hello,
        [
            ([.protocol], "integer", true, "The protocol's version."),
            ([.version], "text", true, "The daemon's version."),
            ([.line], "text", true, "The line's name."),
            ([.bootID], "text", true, "The kernel's id of this boot."),
            ([.invocationID], "text", false, "The service manager's id of this run."),
            ([.model], "text", false, "The digest of the model file."),
            ([.modelName], "text", false, "The model file's name."),
            ([.threshold], "number", false, "The image score from which a part fails."),
            (
                [.instructions], "text", false,
                "The processor's instructions in use: portable, avx2, avx2-vnni, avx512, "
                    + "avx512-vnni or amx."
            ),
            ([.precision], "text", false, "The numbers the networks compute with."),
            (
                [.why], "text", false,
                "Why those, and how far good parts' results were from the stored ones."
            ),
            ([.threads], "integer", false, "How many threads compute one picture."),
            ([.sequence], "integer", true, "The number that the next event will have."),
        ])

    private static let state =
        numbered(.state)
        + rows(
            .state,
            [
                ([.state], oneOf(LineState.self), true, "What the line does."),
                ([.why], "text", false, "The reason in words."),
            ])

    private static let verdict =
        numbered(.verdict)
        + rows(
            .verdict,
            [
                ([.frame], "integer", true, "The driver's own number of the frame."),
                ([.captured], "integer", true, "The driver's timestamp, as given."),
                ([.clock], oneOf(CaptureClock.self), true, "The clock of the timestamp."),
                (
                    [.timestampSource], oneOf(TimestampSource.self), true,
                    "What the timestamp marks: the start of the exposure or the frame's end."
                ),
                ([.verdict], oneOf(VerdictKind.self), true, "The verdict."),
                ([.reason], oneOf(UndecidedReason.self), false, "Why it is undecided."),
                ([.score], "number", false, "The image score, compared with the threshold."),
                ([.threshold], "number", false, "The image score from which a part fails."),
            ]) + scores + circumstances

    private static let scores = rows(
        .verdict,
        [
            (
                [.picturable, .raw], "number", false,
                "EfficientAD's or the memory's score: structural defects."
            ),
            (
                [.picturable, .normalised], "number", false,
                "The same in standard deviations of good parts."
            ),
            ([.unpicturable, .raw], "number", false, "The Mahalanobis distance: logical defects."),
            (
                [.unpicturable, .normalised], "number", false,
                "The same in standard deviations of good parts."
            ),
            ([.worst, .x], "integer", false, "The column where the anomaly map is largest."),
            ([.worst, .y], "integer", false, "The row where the anomaly map is largest."),
            (
                [.regions, .x], "integer", false,
                "A box above the map's threshold: its left column."
            ),
            ([.regions, .y], "integer", false, "Its top row."),
            ([.regions, .width], "integer", false, "Its width in camera pixels."),
            ([.regions, .height], "integer", false, "Its height in camera pixels."),
        ])

    private static let circumstances = rows(
        .verdict,
        [
            ([.partID], "text", false, "The part's name, where the source knows it."),
            ([.model], "text", true, "The digest of the model that judged."),
            ([.precision], "text", true, "The numbers the network computed with."),
            (
                [.simulated], "boolean", true,
                "Whether the frame came from a file or a program, not from a camera."
            ),
            ([.timeline, .queued], "integer", true, "When the frame was put into the ring."),
            ([.timeline, .begun], "integer", true, "When inference took it."),
            ([.timeline, .decided], "integer", true, "When the verdict was known."),
            ([.timeline, .published], "integer", true, "When it was given to the clients."),
            ([.deadline], "integer", false, "The deadline, in microseconds since capture."),
        ])

    private static let missed =
        numbered(.missed)
        + rows(
            .missed,
            [
                ([.frame], "integer", true, "The driver's number of the first of the frames."),
                ([.count], "integer", true, "The frames without a verdict, one after the other."),
                ([.reason], oneOf(MissedReason.self), true, "Why they have none."),
            ])

    private static let reload =
        numbered(.reload)
        + rows(
            .reload,
            [
                ([.result], oneOf(ReloadEvent.Result.self), true, "How it ended."),
                ([.why], "text", false, "Why it was refused, or what else is to know."),
                ([.from], "text", false, "The digest of the model before."),
                (
                    [.to], "text", false,
                    "The digest of the model taken, or of the one refused if it could be read."
                ),
            ])

    private static let camera =
        numbered(.camera)
        + rows(
            .camera,
            [
                ([.status], oneOf(CameraEvent.Status.self), true, "What happened."),
                ([.source], "text", true, "The source as configured."),
                ([.device], "text", false, "The camera's own name."),
                ([.format], "text", false, "The pixel format that the driver gives."),
                ([.width], "integer", false, "The width that the driver gives."),
                ([.height], "integer", false, "The height that the driver gives."),
                ([.fps], "number", false, "The rate that the driver gives."),
                ([.why], "text", false, "What went wrong, or was not granted."),
            ])

    private static let gap = rows(
        .gap,
        [
            ([.from], "integer", true, "The number of the first event this client lost."),
            ([.to], "integer", true, "The number of the last one."),
        ])

    private static let statistics =
        rows(
            .statistics,
            [
                (
                    [.sequence], "integer", false,
                    "The event's number; not in the answer to a request."
                ),
                ([.time], "integer", true, "When it was said, in microseconds since 1970."),
                (
                    [.frames], "integer", true,
                    "The frames that the driver numbered: the sum of the next five."
                ),
                ([.pass], "integer", true, "The frames passed."),
                ([.fail], "integer", true, "The frames failed."),
                ([.undecided], "object", true, "The frames not judged, by reason."),
                ([.missed], "object", true, "The frames without a verdict, by reason."),
                ([.inFlight], "integer", true, "The frames captured and not judged yet."),
            ]) + measures

    private static let measures = rows(
        .statistics,
        [
            (
                [.fps], "number", true,
                "Verdicts a second since the last statistics event, or the one before within a "
                    + "second of it."
            ),
            (
                [.latency, .p50], "integer", false,
                "Half of the verdicts left within, since capture."
            ),
            ([.latency, .p90], "integer", false, "90 % of the verdicts left within."),
            ([.latency, .p99], "integer", false, "99 % of the verdicts left within."),
            ([.latency, .max], "integer", false, "The slowest."),
            ([.drift, .count], "integer", true, "The latest scores that the drift is taken from."),
            (
                [.drift, .picturable], "object", false,
                "`mean` and `deviation` of the normalised scores; 0 and 1 on parts like those of "
                    + "the calibration."
            ),
            ([.drift, .unpicturable], "object", false, "The same of the Mahalanobis distance."),
            ([.records, .written], "integer", true, "The pictures recorded."),
            (
                [.records, .dropped], "integer", true,
                "The pictures that were to be recorded, but were not."
            ),
            ([.clients], "integer", true, "The clients connected."),
            ([.memory], "integer", true, "The memory in use."),
            ([.uptime], "integer", true, "The seconds since the start."),
        ])

    private static func oneOf(_ type: (some Named).Type) -> String {
        type.names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
