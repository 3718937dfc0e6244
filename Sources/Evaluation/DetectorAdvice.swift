public import Anomaly

/// Which detector good parts alone speak for: with PUAD's distance or without.
///
/// Adding PUAD's distance widens the scores of good parts, so a structural defect must rise further
/// above them to be seen. How much further is measured: the held-out parts are divided into halves
/// 200 times, both scores are standardised on one half, and of the other half the mean of the
/// highest twentieth of the sum is compared with that of the picturable score. Two independent
/// scores with tails of the same shape give about √2. More means that good parts run away in the
/// distance, or that it follows the picturable score and adds nothing: each structural defect pays
/// for it.
///
/// - Note: It prices the distance, it does not know what it buys. Whether a product can have
///   logical defects at all is for a person to say; and a distance that is stable on good parts may
///   still see no defect. By chance alone the price of a fair distance lies between about 1.25 and
///   1.65 for 150 parts. See decision 0006.
public struct DetectorAdvice: Sendable, Equatable {
    /// What two independent scores with tails of the same shape cost, √2.
    public static let fairPrice = 2.0.squareRoot()
    /// The highest price at which PUAD is recommended.
    public static let highestPrice = 1.7
    /// The fewest held-out parts that are asked.
    public static let fewestParts = 60
    private static let repetitions = 200
    private static let topShare = 0.05

    /// The detector that is asked for, with PUAD or without.
    let detector: DetectorKind

    /// How far good parts reach with the distance, in units of how far they reach without it.
    public let price: Double
    /// How many held-out good parts were asked.
    public let parts: Int
    /// Whether more good parts, which the model never saw, failed more often than promised with
    /// the distance, but not without it.
    public private(set) var isRefuted = false

    /// What good parts speak for.
    public var recommended: DetectorKind {
        detector.with(puad: price <= Self.highestPrice && !isRefuted)
    }

    /// The same advice, after both detectors were tried on good parts of another day.
    ///
    /// - Parameter promises: Of both detectors; without both nothing changes.
    /// - Returns: An advice against PUAD where its promise is broken and the other's is kept.
    public func tried(_ promises: [PromiseCheck]) -> DetectorAdvice {
        let kept = { (kind: DetectorKind) in promises.first { $0.detector == kind }?.isKept }
        var advice = self
        advice.isRefuted =
            kept(detector.with(puad: true)) == false && kept(detector.with(puad: false)) == true
        return advice
    }

    /// Asks held-out good parts; `nil` for fewer than 60, or without a distance that differs.
    ///
    /// - Parameters:
    ///   - scores: Their calibration scores.
    ///   - detector: Of the model, with PUAD or without.
    public init?(_ scores: [CalibrationScore], _ detector: DetectorKind = .efficientAD) {
        self.detector = detector
        guard scores.count >= Self.fewestParts, Set(scores.map(\.unpicturable)).count > 1 else {
            return nil
        }
        var random = SplitMix(seed: 6)
        var places = Array(scores.indices)
        var (alone, sum) = (0.0, 0.0)
        for _ in 0..<Self.repetitions {
            places.shuffle(using: &random)
            guard let reach = Self.reach(scores, by: places) else { continue }
            alone += reach.alone
            sum += reach.sum
        }
        guard alone > 0 else { return nil }
        price = sum / alone
        parts = scores.count
    }

    /// The tops of one half's scores, standardised on the other half.
    private static func reach(
        _ scores: [CalibrationScore], by places: [Int]
    ) -> (alone: Double, sum: Double)? {
        let known = places.prefix(places.count / 2).map { scores[$0] }
        let judged = places.dropFirst(places.count / 2).map { scores[$0] }
        guard let picturable = try? ScoreSpread(of: known.map { Double($0.picturable) }),
            let distance = try? ScoreSpread(of: known.map { Double($0.unpicturable) })
        else { return nil }
        let alone = judged.map { picturable.standardised(Double($0.picturable)) }
        let sum = zip(judged, alone).map { score, structural in
            structural + distance.standardised(Double(score.unpicturable))
        }
        return (top(of: alone), top(of: sum))
    }

    /// The mean of the highest twentieth.
    private static func top(of values: [Double]) -> Double {
        let count = max(Int(topShare * Double(values.count)), 1)
        return values.sorted().suffix(count).reduce(0, +) / Double(count)
    }

    /// What a model's held-out good parts say of its detector.
    ///
    /// - Parameter model: With its calibration scores.
    /// - Returns: The advice, or why there is none.
    public static func text(of model: Model) -> String {
        let scores = model.calibrationScores
        return DetectorAdvice(scores, model.detector)?.text ?? absence(scores)
    }

    /// Why there is no advice.
    ///
    /// - Parameter scores: Calibration scores from which none could be made.
    /// - Returns: A sentence.
    public static func absence(_ scores: [CalibrationScore]) -> String {
        guard scores.count >= fewestParts else {
            return "no detector is recommended: \(scores.count) good parts are held out, and "
                + "\(fewestParts) are needed to compare them."
        }
        return "no detector is recommended: the held-out good parts do not differ in PUAD's "
            + "distance."
    }

    /// Two sentences: the recommendation and what it rests on.
    public var text: String {
        let rounded = (price * 1000).rounded() / 1000
        let with = detector.hasMemory ? "memory+puad" : "puad"
        let without = detector.hasMemory ? "memory" : "efficientad"
        let name = recommended.hasPUAD ? with : without
        let refuted =
            isRefuted
            ? " But with it more good parts of this set fail than promised, and without it not."
            : ""
        return "good parts speak for --detector \(name): with PUAD's distance they reach "
            + "\(rounded) times as far as without it (up to \(Self.highestPrice) speaks for "
            + "\(with); \(parts) held-out parts).\(refuted) A product that cannot have "
            + "logical defects needs no PUAD."
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
