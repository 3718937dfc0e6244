internal import Events

/// How every frame that the driver numbered ended; each case is counted where it happens.
///
/// The law: `frames` = `passed` + `failed` + all `undecided` + all `missed` + those in flight.
struct Counts: Equatable {
    /// Frames that the driver numbered, delivered or not.
    var frames: UInt64 = 0
    var passed: UInt64 = 0
    var failed: UInt64 = 0
    /// Frames that ended without a judgement.
    var undecided = ReasonCounts<UndecidedReason>()
    /// Frames that were never judged because they were never seen, or overtaken.
    var missed = ReasonCounts<MissedReason>()

    /// Frames that have ended.
    var ended: UInt64 { passed + failed + undecided.total + missed.total }

    mutating func count(_ verdict: Verdict) {
        switch verdict {
            case .pass: passed += 1
            case .fail: failed += 1
            case .undecided(let reason): undecided[reason] += 1
        }
    }
}
