internal import Events
internal import Host
internal import Realtime

/// Puts what happens on a line into words for the journal; a fault once per change of state.
struct JournalReporter {
    let line: String
    let journal: any JournalSink

    func verdict(_ event: VerdictEvent) {
        let part = event.partID.isEmpty ? "frame \(event.frame)" : "part \(event.partID.string)"
        var fields = [
            JournalField(.sequence, event.sequence), JournalField(.frame, event.frame),
            JournalField(.verdict, event.verdict.kind.name), JournalField(.model, event.model),
            JournalField(.latency, event.timeline.published),
        ]
        if let score = event.score { fields.append(JournalField(.score, score)) }
        if let threshold = event.threshold { fields.append(JournalField(.threshold, threshold)) }
        if let reason = event.verdict.reason { fields.append(JournalField(.reason, reason.name)) }
        if let deadline = event.deadline { fields.append(JournalField(.deadline, deadline)) }
        if !event.partID.isEmpty { fields.append(JournalField(.part, event.partID.string)) }
        switch event.verdict {
            case .pass:
                let sentence = "\(part) passed\(Self.comparison(event))"
                send(.debug, .verdictPass, sentence, fields)
            case .fail:
                let sentence = "\(part) failed\(Self.comparison(event))"
                send(.notice, .verdictFail, sentence, fields)
            case .undecided(let reason):
                send(
                    .warning, reason == .late ? .deadlineLate : .verdictUndecided,
                    "\(part) is undecided: \(reason.name)\(Self.advice(reason))", fields)
        }
    }

    private static func advice(_ reason: UndecidedReason) -> String {
        guard reason == .wrongSize else { return "" }
        return ": the frame does not fit inspection.region or inspection.ignore; compare their "
            + "sizes with the camera's"
    }

    private static func comparison(_ event: VerdictEvent) -> String {
        guard let score = event.score, let threshold = event.threshold else { return "" }
        return ": score \(score), threshold \(threshold)"
    }

    func missed(_ event: MissedEvent) {
        // A line whose camera is faster than its networks overtakes frames by design.
        send(
            event.reason == .overtaken ? .debug : .warning, .missed,
            "\(event.count) frame\(event.count == 1 ? "" : "s") missed: \(event.reason.name)",
            [
                JournalField(.sequence, event.sequence), JournalField(.count, event.count),
                JournalField(.reason, event.reason.name),
            ])
    }

    func state(_ event: StateEvent, source: String) {
        let why = event.why.map { ": \($0)" } ?? ""
        let fields = [JournalField(.sequence, event.sequence), JournalField(.camera, source)]
        switch event.state {
            case .inspecting: send(.information, .cameraStreaming, "inspecting\(why)", fields)
            case .stalled: send(.error, .cameraStalled, "the camera is stalled\(why)", fields)
            case .cameraLost: send(.error, .cameraLost, "the camera is lost\(why)", fields)
            case .stopping: send(.information, .stopping, "stopping\(why)", fields)
            case .starting, .reloading: break
        }
    }

    func reload(_ event: ReloadEvent, model: ModelTag) {
        let fields =
            [JournalField(.sequence, event.sequence)]
            + (event.to.map { [JournalField(.model, $0)] } ?? [])
            + (event.why.map { [JournalField(.reason, $0)] } ?? [])
        switch event.result {
            case .ok:
                send(
                    .information, .reloadOK,
                    "reloaded, model \(model.name) (\(model.digest)) in \(model.precision)", fields)
            case .refused:
                send(
                    .error, .reloadRefused,
                    "reload refused, the old settings and model go on: \(event.why ?? "unknown")",
                    fields)
        }
    }

    func started(version: String, model: ModelTag) {
        send(
            .information, .started,
            "sightd \(version) starts, model \(model.name) in \(model.precision): \(model.why)",
            [JournalField(.version, version), JournalField(.model, model.digest)])
    }

    func recording(_ fault: RecordFault) {
        switch fault {
            case .failing(let why):
                send(
                    .error, .recordFailed, "pictures are not recorded: \(why)",
                    [JournalField(.reason, why)])
            case .recovered:
                send(
                    .information, .recordFailed, "pictures are recorded again",
                    [JournalField(.reason, "it works again")])
        }
    }

    func sequences(_ news: SequenceFile.News) {
        switch news {
            case .failing(let error):
                warn(.numbersUnsaved, "the number of the next event is not saved: \(error)")
            case .recovered:
                send(
                    .information, .numbersUnsaved, "the number of the next event is saved again",
                    [])
        }
    }

    func clientConnected(_ peer: PeerCredentials) {
        send(.information, .clientConnected, "a client connected", Self.fields(of: peer))
    }

    func clientRefused(_ peer: PeerCredentials, _ why: String) {
        send(
            .warning, .clientRefused, "a client was refused: \(why)",
            Self.fields(of: peer) + [JournalField(.reason, why)])
    }

    func clientLost(_ peer: PeerCredentials, _ events: ClosedRange<UInt64>) {
        send(
            .warning, .clientGap,
            "a client was too slow and lost events \(events.lowerBound) to \(events.upperBound)",
            Self.fields(of: peer) + [
                JournalField(.from, events.lowerBound), JournalField(.to, events.upperBound),
            ])
    }

    func clientDisconnected(_ peer: PeerCredentials) {
        send(.debug, .clientDisconnected, "a client is gone", Self.fields(of: peer))
    }

    func warn(_ id: MessageID, _ sentence: String) {
        send(.warning, id, sentence, [JournalField(.reason, sentence)])
    }

    private static func fields(of peer: PeerCredentials) -> [JournalField] {
        [
            JournalField(.clientProcess, peer.process), JournalField(.clientUser, peer.user),
            JournalField(.clientGroup, peer.group),
        ]
    }

    private func send(
        _ priority: JournalPriority, _ id: MessageID, _ sentence: String, _ fields: [JournalField]
    ) {
        journal.send(
            priority: priority, messageID: id, message: "\(line): \(sentence)",
            fields: [JournalField(.line, line)] + fields)
    }
}
