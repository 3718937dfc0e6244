/// The mean and the deviation of a score on held-out normal pictures.
public struct ScoreSpread: Sendable, Equatable {
    /// The arithmetic mean.
    public var mean: Double
    /// The population deviation (divided by n); above zero.
    public var deviation: Double

    /// Pairs the two.
    public init(mean: Double, deviation: Double) {
        self.mean = mean
        self.deviation = deviation
    }

    /// The mean and population deviation of `scores`.
    ///
    /// - Throws: `.cannotFit` without two different finite scores.
    public init(of scores: [Double]) throws(ModelError) {
        let mean = scores.reduce(0, +) / Double(scores.count)
        let variance =
            scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)
        guard variance.isFinite, variance > 0 else {
            throw .cannotFit(
                reason: "\(scores.count) scores without spread give no deviation to measure by")
        }
        self.init(mean: mean, deviation: variance.squareRoot())
    }

    /// How many deviations `score` lies above the mean.
    public func standardised(_ score: Double) -> Double { (score - mean) / deviation }
}
