internal import Anomaly
internal import Events

/// From an image score to a verdict.
enum Decision {
    /// Fails from the threshold on; what is not a number is never a pass.
    static func verdict(_ assessment: Assessment, threshold: Float) -> Verdict {
        guard assessment.score.isFinite, threshold.isFinite else { return .undecided(.internal) }
        return assessment.score >= threshold ? .fail : .pass
    }
}
