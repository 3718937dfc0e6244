internal import Anomaly
internal import Events
internal import Realtime

/// What the statistics are made from, apart from the ledger's counts.
struct Meters {
    private let started: Instant
    private var latency = Histogram()
    private var picturable = ScoreDrift()
    private var unpicturable = ScoreDrift()
    /// Of the model whose scores those are.
    private var digest = ""
    private var interval: IntervalStart
    private var intervalBefore: IntervalStart

    /// When an interval for the rate of verdicts began, and how many frames had ended.
    private struct IntervalStart {
        var time: Instant
        var ended: UInt64 = 0
    }

    /// An interval younger than this says nothing of the rate: two verdicts, or none.
    private static let leastNanoseconds: UInt64 = 1_000_000_000

    init(started: Instant) {
        self.started = started
        interval = IntervalStart(time: started)
        intervalBefore = interval
    }

    /// Takes note of the scores of a frame that the networks of a model judged in time.
    mutating func judged(_ outcome: Outcome, by digest: String) {
        guard case .judged(let assessment) = outcome.result else { return }
        if digest != self.digest {
            // Scores are beside those of the good parts of their own model.
            picturable.clear()
            unpicturable.clear()
            self.digest = digest
        }
        picturable.add(assessment.picturable.normalised)
        if let score = assessment.unpicturable { unpicturable.add(score.normalised) }
    }

    /// Takes note of a verdict's delay.
    mutating func published(_ timeline: Timeline) {
        latency.record(timeline.published * 1000)
    }

    /// Begins a new interval for the rate of verdicts.
    mutating func startInterval(at now: Instant, ended: UInt64) {
        intervalBefore = interval
        interval = IntervalStart(time: now, ended: ended)
    }

    /// The rate, the delays and the drift.
    func statistics(ended: UInt64, at now: Instant) -> StatisticsEvent {
        var event = StatisticsEvent()
        event.fps = rate(ended: ended, at: now)
        if latency.count > 0 {
            var quantiles = StatisticsEvent.Latency()
            quantiles.p50 = latency.quantile(0.5) / 1000
            quantiles.p90 = latency.quantile(0.9) / 1000
            quantiles.p99 = latency.quantile(0.99) / 1000
            quantiles.max = latency.maximum / 1000
            event.latency = quantiles
        }
        event.driftCount = UInt64(picturable.count)
        event.picturable = picturable.drift
        event.unpicturable = unpicturable.drift
        event.uptimeSeconds = now.nanoseconds(since: started) / 1_000_000_000
        return event
    }

    /// Since the interval began, or the one before while it has just begun.
    private func rate(ended: UInt64, at now: Instant) -> Float {
        let isYoung = now.nanoseconds(since: interval.time) < Self.leastNanoseconds
        let start = isYoung ? intervalBefore : interval
        let seconds = Float(now.nanoseconds(since: start.time)) / 1e9
        return seconds > 0 ? Float(ended - start.ended) / seconds : 0
    }
}

extension ScoreDrift {
    fileprivate var drift: StatisticsEvent.Drift? {
        count == 0 ? nil : .init(mean: mean, deviation: deviation)
    }
}
