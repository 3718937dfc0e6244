/// Walks through sorted pixels and feeds every curve, one distinct score at a time.
struct PixelTally {
    private let question: PixelQuestion
    private let positives: Int
    private let negatives: Int
    private let regionCount: Int
    private var rank: RankCurve
    private var overlap: OverlapCurve
    private var compatible: CompatibleCurve?
    private var truePositives = 0
    private var falsePositives = 0

    /// Begins above the highest score.
    init(_ census: PixelCensus, _ question: PixelQuestion) {
        self.question = question
        positives = census.positives
        negatives = census.negatives
        regionCount = census.saturations.count
        rank = RankCurve(positives: positives, negatives: negatives)
        overlap = OverlapCurve(
            saturations: census.saturations, background: negatives, limits: question.limits)
        if question.wantsCompatible {
            compatible = CompatibleCurve(minimum: census.minimum, maximum: census.maximum)
        }
    }

    /// Whether lower scores can change nothing that is wanted.
    var isDone: Bool { !question.wantsRank && !question.wantsCompatible && overlap.isDone }

    /// Adds the next slice.
    ///
    /// - Parameter samples: Sorted; all lower than those that were added before.
    mutating func add(_ samples: [UInt64]) {
        var place = 0
        while place < samples.count {
            let key = PixelSample.key(of: samples[place])
            let score = PixelSample.score(of: key)
            if compatible?.isDue(before: score) == true {
                compatible?.note(
                    before: score, truePositives: truePositives, falsePositives: falsePositives,
                    overlap: overlap.overlap)
            }
            var (hits, misses) = (0, 0)
            while place < samples.count, PixelSample.key(of: samples[place]) == key {
                let sample = samples[place]
                let region = PixelSample.region(of: sample)
                if region == 0 {
                    misses += 1
                } else {
                    overlap.find(in: region - 1)
                    if !PixelSample.isRepeated(sample) { hits += 1 }
                }
                place += 1
            }
            truePositives += hits
            falsePositives += misses
            rank.add(Double(score), positives: hits, negatives: misses)
            overlap.close(falsePositives: misses)
        }
    }

    /// What the curves say.
    var metrics: PixelMetrics {
        PixelMetrics(
            rank: question.wantsRank ? rank.metrics : nil,
            overlapAreas: overlap.normalisedAreas, regions: regionCount,
            compatible: compatible.map {
                CompatibleMetrics(
                    f1Max: $0.f1Max(positives: positives), auPRO: $0.auPRO(background: negatives))
            })
    }
}
