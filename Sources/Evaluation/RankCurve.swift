/// Scores against the truth, one distinct score at a time, from the highest down.
///
/// A threshold t calls everything positive that scores t or more, so equal scores enter together
/// and each distinct score is one point of every curve. The counts are whole numbers; only the last
/// division rounds.
///
/// - Source: ALGORITHMS 12, the tie rule and the three formulas.
struct RankCurve {
    private let positives: Int
    private let negatives: Int
    private var truePositives = 0
    private var falsePositives = 0
    /// Twice the area under (false positives, true positives).
    private var doubleArea = 0.0
    /// The sum of precision times new true positives.
    private var precisionSum = 0.0
    private var best: (score: Double, numerator: Int, denominator: Int)?

    /// Begins above the highest score.
    ///
    /// - Parameters:
    ///   - positives: How many there are in all.
    ///   - negatives: How many there are in all.
    init(positives: Int, negatives: Int) {
        self.positives = positives
        self.negatives = negatives
    }

    /// Lowers the threshold to the next distinct score.
    ///
    /// - Parameters:
    ///   - score: Below all that were added before.
    ///   - newPositives: How many positives have this score.
    ///   - newNegatives: How many negatives have it.
    mutating func add(_ score: Double, positives newPositives: Int, negatives newNegatives: Int) {
        doubleArea += Double(newNegatives) * Double(2 * truePositives + newPositives)
        truePositives += newPositives
        falsePositives += newNegatives
        let called = truePositives + falsePositives
        precisionSum += Double(newPositives) * Double(truePositives) / Double(called)
        consider(score)
    }

    /// Keeps the largest F1; of equal ones the lowest threshold, compared without rounding.
    private mutating func consider(_ score: Double) {
        let numerator = 2 * truePositives
        let denominator = truePositives + falsePositives + positives
        if let best {
            let mine = numerator.multipliedFullWidth(by: best.denominator)
            let other = best.numerator.multipliedFullWidth(by: denominator)
            guard (mine.high, mine.low) >= (other.high, other.low) else { return }
        }
        best = (score, numerator, denominator)
    }

    /// What the whole curve says; every score was added.
    var metrics: RankMetrics {
        precondition(
            truePositives == positives && falsePositives == negatives, "every score is added once")
        guard positives > 0 else {
            return RankMetrics(
                positives: positives, negatives: negatives, auroc: nil, averagePrecision: nil,
                f1Max: nil)
        }
        let area = doubleArea / 2 / Double(positives) / Double(negatives)
        return RankMetrics(
            positives: positives, negatives: negatives, auroc: negatives > 0 ? area : nil,
            averagePrecision: precisionSum / Double(positives),
            f1Max: best.map {
                F1Max(value: Double($0.numerator) / Double($0.denominator), threshold: $0.score)
            })
    }
}
