internal import Anomaly
internal import Capture
internal import Events
internal import Realtime

/// Puts together what is said of one frame.
enum VerdictComposer {
    /// The verdict event of a frame.
    ///
    /// - Parameters:
    ///   - entry: The frame, as it arrived.
    ///   - verdict: What is said of it.
    ///   - outcome: What the networks made of it; `nil` when they were late.
    ///   - model: The model that judged it, or would have.
    ///   - now: The moment of publication.
    /// - Returns: The event, without its number and the time of day.
    static func event(
        for entry: Ledger.Entry, verdict: Verdict, outcome: Outcome?, model: ModelTag,
        at now: Instant
    ) -> VerdictEvent {
        var event = VerdictEvent()
        let info = entry.info
        event.frame = UInt64(info.sequence)
        event.capturedNanoseconds = info.capturedNanoseconds
        event.clock = CaptureClock(info.clock)
        event.timestampSource = TimestampSource(info.timestampSource)
        event.verdict = verdict
        event.threshold = model.threshold
        event.partID = info.partID
        event.model = model.digest
        event.precision = model.precision
        event.isSimulated = info.isSimulated
        event.deadline = entry.deadline.map { $0.nanoseconds(since: info.capturedAt) / 1000 }
        event.timeline.queued = microseconds(entry.queued, of: info)
        event.timeline.published = microseconds(now, of: info)
        event.timeline.begun = event.timeline.published
        event.timeline.decided = event.timeline.published
        if let outcome {
            event.timeline.begun = microseconds(outcome.begun, of: info)
            event.timeline.decided = microseconds(outcome.decided, of: info)
            addScores(of: outcome, to: &event)
        }
        return event
    }

    private static func addScores(of outcome: Outcome, to event: inout VerdictEvent) {
        guard case .judged(let assessment) = outcome.result else { return }
        event.score = assessment.score
        event.picturable = ScorePair(assessment.picturable)
        event.unpicturable = assessment.unpicturable.map { ScorePair($0) }
        event.worst = outcome.worst
        event.regions = outcome.regions
    }

    private static func microseconds(_ instant: Instant, of info: FrameInfo) -> UInt64 {
        instant.nanoseconds(since: info.capturedAt) / 1000
    }
}

extension ScorePair {
    init(_ score: ComponentScore) { self.init(raw: score.raw, normalised: score.normalised) }
}

extension CaptureClock {
    init(_ clock: FrameInfo.Clock) {
        switch clock {
            case .monotonic: self = .monotonic
            case .realtime: self = .realtime
            case .unknown: self = .unknown
        }
    }
}

extension Events.TimestampSource {
    init(_ source: FrameInfo.TimestampSource) {
        switch source {
            case .startOfExposure: self = .startOfExposure
            case .endOfFrame: self = .endOfFrame
        }
    }
}

extension Events.MissedReason {
    init(_ reason: Capture.MissedReason) {
        switch reason {
            case .driverGap: self = .driverGap
            case .overrun: self = .ringOverrun
            case .cameraGone: self = .cameraGone
        }
    }
}
