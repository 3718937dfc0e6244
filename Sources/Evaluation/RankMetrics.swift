/// How well scores tell positives (defects) from negatives (good ones), over all thresholds.
public struct RankMetrics: Sendable, Equatable {
    /// How many are positive.
    public let positives: Int
    /// How many are negative.
    public let negatives: Int
    /// The area under the ROC curve: the chance that a positive scores above a negative, a tie
    /// counting half; `nil` if one class is missing.
    public let auroc: Double?
    /// Average precision, not interpolated; `nil` without positives.
    public let averagePrecision: Double?
    /// The best F1 of any threshold; `nil` without positives.
    public let f1Max: F1Max?

    /// Ranks scores; none may be NaN.
    ///
    /// - Parameters:
    ///   - scores: Higher is more anomalous.
    ///   - isPositive: The truth, one for each score.
    /// - Source: ALGORITHMS 12.
    public init(scores: [Double], isPositive: [Bool]) {
        precondition(scores.count == isPositive.count, "every score has its truth")
        precondition(!scores.contains(where: \.isNaN), "scores are numbers")
        let positives = isPositive.count { $0 }
        var curve = RankCurve(positives: positives, negatives: scores.count - positives)
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var place = 0
        while place < order.count {
            let score = scores[order[place]]
            var (hits, misses) = (0, 0)
            while place < order.count, scores[order[place]] == score {
                if isPositive[order[place]] { hits += 1 } else { misses += 1 }
                place += 1
            }
            curve.add(score, positives: hits, negatives: misses)
        }
        self = curve.metrics
    }

    /// Ranks the scores of good parts and of defective ones; none may be NaN.
    public init(good: [Float], defective: [Float]) {
        self.init(
            scores: (good + defective).map(Double.init),
            isPositive: good.map { _ in false } + defective.map { _ in true })
    }

    init(
        positives: Int, negatives: Int, auroc: Double?, averagePrecision: Double?, f1Max: F1Max?
    ) {
        self.positives = positives
        self.negatives = negatives
        self.auroc = auroc
        self.averagePrecision = averagePrecision
        self.f1Max = f1Max
    }
}

/// The largest F1 that any threshold gives.
public struct F1Max: Sendable, Equatable {
    /// 2 TP / (2 TP + FP + FN).
    public let value: Double
    /// The lowest score that gives it; what scores as much or more is called positive.
    public let threshold: Double
}
