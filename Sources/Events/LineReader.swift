import Realtime

/// Reads lines of the protocol: events for the tool and the tests, requests for the daemon.
public enum LineReader {
    /// Reads one event; the newline may be there or not.
    ///
    /// Unknown fields are ignored, as the protocol asks.
    public static func event(_ line: [UInt8]) throws(EventsError) -> Event {
        let object = try JSONObject(try JSONParser.parse(line), of: "the line")
        let name = try object.required(.event, JSONObject.text)
        guard let kind = EventKind(name: name) else { throw .unknownEvent(name) }
        switch kind {
            case .hello: return .hello(try hello(object))
            case .state: return .state(try state(object))
            case .verdict: return .verdict(try verdict(object))
            case .missed: return .missed(try missed(object))
            case .reload: return .reload(try reload(object))
            case .camera: return .camera(try camera(object))
            case .gap:
                return .gap(
                    GapEvent(
                        from: try object.required(.from, JSONObject.count),
                        to: try object.required(.to, JSONObject.count)))
            case .statistics: return .statistics(try statistics(object))
        }
    }

    /// Reads what a client asks; the newline may be there or not.
    public static func request(_ line: [UInt8]) throws(EventsError) -> ClientRequest {
        let object = try JSONObject(try JSONParser.parse(line), of: "the line")
        if let body = try object.object(.subscribe) {
            var subscription = Subscription()
            subscription.since = try body.count(.since)
            subscription.events = try body.set(.events) ?? .all
            subscription.verdicts = try body.set(.verdicts) ?? .all
            return .subscribe(subscription)
        }
        let request = try object.required(.request, JSONObject.text)
        guard request == EventKind.statistics.name else {
            throw .wrong(field: Field.request.rawValue, expected: "`statistics`")
        }
        return .statistics
    }

    private static func hello(_ object: JSONObject) throws(EventsError) -> HelloEvent {
        var event = HelloEvent()
        event.protocolVersion = try object.required(.protocol, JSONObject.count)
        event.version = try object.required(.version, JSONObject.text)
        event.line = try object.required(.line, JSONObject.text)
        event.bootID = try object.required(.bootID, JSONObject.text)
        event.invocationID = try object.text(.invocationID)
        event.model = try object.text(.model)
        event.modelName = try object.text(.modelName)
        event.threshold = try object.number(.threshold)
        event.instructions = try object.text(.instructions)
        event.precision = try object.text(.precision)
        event.why = try object.text(.why)
        event.threads = try object.count(.threads)
        event.sequence = try object.required(.sequence, JSONObject.count)
        return event
    }

    private static func state(_ object: JSONObject) throws(EventsError) -> StateEvent {
        var event = StateEvent(try object.required(.state, JSONObject.named))
        event.sequence = try object.required(.sequence, JSONObject.count)
        event.time = try object.required(.time, JSONObject.count)
        event.why = try object.text(.why)
        return event
    }

    private static func missed(_ object: JSONObject) throws(EventsError) -> MissedEvent {
        var event = MissedEvent(
            count: try object.required(.count, JSONObject.count),
            reason: try object.required(.reason, JSONObject.named))
        event.sequence = try object.required(.sequence, JSONObject.count)
        event.time = try object.required(.time, JSONObject.count)
        event.frame = try object.required(.frame, JSONObject.count)
        return event
    }

    private static func reload(_ object: JSONObject) throws(EventsError) -> ReloadEvent {
        var event = ReloadEvent(try object.required(.result, JSONObject.named))
        event.sequence = try object.required(.sequence, JSONObject.count)
        event.time = try object.required(.time, JSONObject.count)
        event.why = try object.text(.why)
        event.from = try object.text(.from)
        event.to = try object.text(.to)
        return event
    }

    private static func camera(_ object: JSONObject) throws(EventsError) -> CameraEvent {
        var event = CameraEvent(try object.required(.status, JSONObject.named))
        event.sequence = try object.required(.sequence, JSONObject.count)
        event.time = try object.required(.time, JSONObject.count)
        event.source = try object.required(.source, JSONObject.text)
        event.device = try object.text(.device)
        event.format = try object.text(.format)
        event.width = try object.count(.width)
        event.height = try object.count(.height)
        event.fps = try object.number(.fps)
        event.why = try object.text(.why)
        return event
    }
}

// A verdict.
extension LineReader {
    private static func verdict(_ object: JSONObject) throws(EventsError) -> VerdictEvent {
        var event = VerdictEvent()
        event.sequence = try object.required(.sequence, JSONObject.count)
        event.time = try object.required(.time, JSONObject.count)
        event.frame = try object.required(.frame, JSONObject.count)
        event.capturedNanoseconds = try object.required(.captured, JSONObject.count)
        event.clock = try object.required(.clock, JSONObject.named)
        event.timestampSource = try object.required(.timestampSource, JSONObject.named)
        event.verdict = try outcome(object)
        event.score = try object.number(.score)
        event.threshold = try object.number(.threshold)
        event.picturable = try score(object.object(.picturable))
        event.unpicturable = try score(object.object(.unpicturable))
        event.worst = try pixel(object.object(.worst))
        event.regions = try boxes(object)
        event.partID = InlineText(try object.text(.partID) ?? "")
        event.model = try object.required(.model, JSONObject.text)
        event.precision = try object.required(.precision, JSONObject.text)
        event.isSimulated = try object.required(.simulated, JSONObject.flag)
        event.timeline = try timeline(object.required(.timeline, JSONObject.object))
        event.deadline = try object.count(.deadline)
        return event
    }

    private static func outcome(_ object: JSONObject) throws(EventsError) -> Verdict {
        let kind: VerdictKind = try object.required(.verdict, JSONObject.named)
        switch kind {
            case .pass: return .pass
            case .fail: return .fail
            case .undecided: return .undecided(try object.required(.reason, JSONObject.named))
        }
    }

    private static func score(_ object: JSONObject?) throws(EventsError) -> ScorePair? {
        guard let object, let raw = try object.number(.raw),
            let normalised = try object.number(.normalised)
        else { return nil }
        return ScorePair(raw: raw, normalised: normalised)
    }

    private static func pixel(_ object: JSONObject?) throws(EventsError) -> Pixel? {
        guard let object else { return nil }
        return Pixel(
            x: try object.required(.x, JSONObject.pixels),
            y: try object.required(.y, JSONObject.pixels))
    }

    private static func boxes(_ object: JSONObject) throws(EventsError) -> Boxes {
        var boxes = Boxes()
        for element in try object.required(.regions, JSONObject.array) {
            let box = try JSONObject(element, of: Field.regions.rawValue)
            boxes.append(
                Box(
                    x: try box.required(.x, JSONObject.pixels),
                    y: try box.required(.y, JSONObject.pixels),
                    width: try box.required(.width, JSONObject.pixels),
                    height: try box.required(.height, JSONObject.pixels)))
        }
        return boxes
    }

    private static func timeline(_ object: JSONObject) throws(EventsError) -> Timeline {
        var timeline = Timeline()
        timeline.queued = try object.required(.queued, JSONObject.count)
        timeline.begun = try object.required(.begun, JSONObject.count)
        timeline.decided = try object.required(.decided, JSONObject.count)
        timeline.published = try object.required(.published, JSONObject.count)
        return timeline
    }
}

// The statistics.
extension LineReader {
    private static func statistics(_ object: JSONObject) throws(EventsError) -> StatisticsEvent {
        var event = StatisticsEvent()
        event.sequence = try object.count(.sequence)
        event.time = try object.required(.time, JSONObject.count)
        event.frames = try object.required(.frames, JSONObject.count)
        event.pass = try object.required(.pass, JSONObject.count)
        event.fail = try object.required(.fail, JSONObject.count)
        event.undecided = try counts(object.required(.undecided, JSONObject.object))
        event.missed = try counts(object.required(.missed, JSONObject.object))
        event.inFlight = try object.required(.inFlight, JSONObject.count)
        event.fps = try object.number(.fps) ?? 0
        event.latency = try latency(object.object(.latency))
        let drift = try object.required(.drift, JSONObject.object)
        event.driftCount = try drift.required(.count, JSONObject.count)
        event.picturable = try self.drift(drift.object(.picturable))
        event.unpicturable = try self.drift(drift.object(.unpicturable))
        let records = try object.required(.records, JSONObject.object)
        event.recordsWritten = try records.required(.written, JSONObject.count)
        event.recordsDropped = try records.required(.dropped, JSONObject.count)
        event.clients = try object.required(.clients, JSONObject.count)
        event.memoryBytes = try object.required(.memory, JSONObject.count)
        event.uptimeSeconds = try object.required(.uptime, JSONObject.count)
        return event
    }

    private static func counts<Reason: Named>(
        _ object: JSONObject
    ) throws(EventsError) -> ReasonCounts<Reason> {
        var counts = ReasonCounts<Reason>()
        for reason in Reason.allCases { counts[reason] = try object.count(reason.name) ?? 0 }
        return counts
    }

    private static func latency(
        _ object: JSONObject?
    ) throws(EventsError) -> StatisticsEvent.Latency? {
        guard let object else { return nil }
        var latency = StatisticsEvent.Latency()
        latency.p50 = try object.required(.p50, JSONObject.count)
        latency.p90 = try object.required(.p90, JSONObject.count)
        latency.p99 = try object.required(.p99, JSONObject.count)
        latency.max = try object.required(.max, JSONObject.count)
        return latency
    }

    private static func drift(_ object: JSONObject?) throws(EventsError) -> StatisticsEvent.Drift? {
        guard let object, let mean = try object.number(.mean),
            let deviation = try object.number(.deviation)
        else { return nil }
        return StatisticsEvent.Drift(mean: mean, deviation: deviation)
    }
}
