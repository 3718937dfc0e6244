/// Turns events into lines of JSON, in a buffer that is made once.
///
/// No text of an event is longer than 1 KiB in the line, which bounds every line.
public struct LineWriter: Sendable {
    /// The longest line, its newline included, in bytes.
    public static let limit = 64 << 10
    private var json = JSONWriter(capacity: LineWriter.limit)

    /// Creates a writer with its buffer.
    public init() {}

    /// The line written last, its newline included; empty before the first.
    public var line: Span<UInt8> {
        @_lifetime(borrow self) get { json.bytes.span }
    }

    /// Adds the line written last to `buffer`.
    public func copyLine(to buffer: inout [UInt8]) { buffer.append(contentsOf: json.bytes) }

    /// Writes an event's line over the last one.
    ///
    /// - Note: Allocates nothing.
    public mutating func write(_ event: Event) {
        json.clear()
        json.open()
        json.write(.event, event.kind)
        switch event {
            case .hello(let event): write(event)
            case .state(let event): write(event)
            case .verdict(let event): write(event)
            case .missed(let event): write(event)
            case .reload(let event): write(event)
            case .camera(let event): write(event)
            case .gap(let event): write(event)
            case .statistics(let event): write(event)
        }
        json.close()
        json.endLine()
    }

    private mutating func write(_ event: HelloEvent) {
        json.write(.protocol, event.protocolVersion)
        json.write(.version, event.version)
        json.write(.line, event.line)
        json.write(.bootID, event.bootID)
        json.write(.invocationID, event.invocationID)
        json.write(.model, event.model)
        json.write(.modelName, event.modelName)
        json.write(.threshold, event.threshold)
        json.write(.instructions, event.instructions)
        json.write(.precision, event.precision)
        json.write(.why, event.why)
        json.write(.threads, event.threads)
        json.write(.sequence, event.sequence)
    }

    private mutating func write(_ event: StateEvent) {
        json.write(.sequence, event.sequence)
        json.write(.time, event.time)
        json.write(.state, event.state)
        json.write(.why, event.why)
    }

    private mutating func write(_ event: MissedEvent) {
        json.write(.sequence, event.sequence)
        json.write(.time, event.time)
        json.write(.frame, event.frame)
        json.write(.count, event.count)
        json.write(.reason, event.reason)
    }

    private mutating func write(_ event: ReloadEvent) {
        json.write(.sequence, event.sequence)
        json.write(.time, event.time)
        json.write(.result, event.result)
        json.write(.why, event.why)
        json.write(.from, event.from)
        json.write(.to, event.to)
    }

    private mutating func write(_ event: CameraEvent) {
        json.write(.sequence, event.sequence)
        json.write(.time, event.time)
        json.write(.status, event.status)
        json.write(.source, event.source)
        json.write(.device, event.device)
        json.write(.format, event.format)
        json.write(.width, event.width)
        json.write(.height, event.height)
        json.write(.fps, event.fps)
        json.write(.why, event.why)
    }

    private mutating func write(_ event: GapEvent) {
        json.write(.from, event.from)
        json.write(.to, event.to)
    }
}

// A verdict.
extension LineWriter {
    private mutating func write(_ event: VerdictEvent) {
        json.write(.sequence, event.sequence)
        json.write(.time, event.time)
        json.write(.frame, event.frame)
        json.write(.captured, event.capturedNanoseconds)
        json.write(.clock, event.clock)
        json.write(.timestampSource, event.timestampSource)
        json.write(.verdict, event.verdict.kind)
        json.write(.reason, event.verdict.reason?.name)
        json.write(.score, event.score)
        json.write(.threshold, event.threshold)
        write(.picturable, event.picturable)
        write(.unpicturable, event.unpicturable)
        write(event.worst)
        write(event.regions)
        json.write(.partID, event.partID)
        json.write(.model, event.model)
        json.write(.precision, event.precision)
        json.write(.simulated, event.isSimulated)
        write(event.timeline)
        json.write(.deadline, event.deadline)
    }

    private mutating func write(_ field: Field, _ score: ScorePair?) {
        guard let score else { return }
        json.key(field)
        json.open()
        json.write(.raw, score.raw)
        json.write(.normalised, score.normalised)
        json.close()
    }

    private mutating func write(_ worst: Pixel?) {
        guard let worst else { return }
        json.key(.worst)
        json.open()
        json.write(.x, worst.x)
        json.write(.y, worst.y)
        json.close()
    }

    private mutating func write(_ regions: Boxes) {
        json.key(.regions)
        json.open("[")
        for index in 0..<regions.count {
            json.comma()
            json.open()
            json.write(.x, regions[index].x)
            json.write(.y, regions[index].y)
            json.write(.width, regions[index].width)
            json.write(.height, regions[index].height)
            json.close()
        }
        json.close("]")
    }

    private mutating func write(_ timeline: Timeline) {
        json.key(.timeline)
        json.open()
        json.write(.queued, timeline.queued)
        json.write(.begun, timeline.begun)
        json.write(.decided, timeline.decided)
        json.write(.published, timeline.published)
        json.close()
    }
}

// The statistics.
extension LineWriter {
    private mutating func write(_ event: StatisticsEvent) {
        json.write(.sequence, event.sequence)
        json.write(.time, event.time)
        json.write(.frames, event.frames)
        json.write(.pass, event.pass)
        json.write(.fail, event.fail)
        write(.undecided, event.undecided)
        write(.missed, event.missed)
        json.write(.inFlight, event.inFlight)
        json.write(.fps, event.fps)
        write(event.latency)
        writeDrift(event)
        json.key(.records)
        json.open()
        json.write(.written, event.recordsWritten)
        json.write(.dropped, event.recordsDropped)
        json.close()
        json.write(.clients, event.clients)
        json.write(.memory, event.memoryBytes)
        json.write(.uptime, event.uptimeSeconds)
    }

    private mutating func write<Reason: Named>(_ field: Field, _ counts: ReasonCounts<Reason>) {
        json.key(field)
        json.open()
        // Not over `allCases`, which is an array made anew each time.
        var index: UInt8 = 0
        while let reason = Reason(rawValue: index) {
            json.key(reason.name)
            json.digits(counts[reason])
            index += 1
        }
        json.close()
    }

    private mutating func write(_ latency: StatisticsEvent.Latency?) {
        guard let latency else { return }
        json.key(.latency)
        json.open()
        json.write(.p50, latency.p50)
        json.write(.p90, latency.p90)
        json.write(.p99, latency.p99)
        json.write(.max, latency.max)
        json.close()
    }

    private mutating func writeDrift(_ event: StatisticsEvent) {
        json.key(.drift)
        json.open()
        json.write(.count, event.driftCount)
        write(.picturable, event.picturable)
        write(.unpicturable, event.unpicturable)
        json.close()
    }

    private mutating func write(_ field: Field, _ drift: StatisticsEvent.Drift?) {
        guard let drift else { return }
        json.key(field)
        json.open()
        json.write(.mean, drift.mean)
        json.write(.deviation, drift.deviation)
        json.close()
    }
}
