/// Pixel F1-max and AU-PRO as ADer computes them, at a few thresholds between minimum and maximum.
///
/// They hang on the two most extreme pixels of a data set; they are here to stand beside tables
/// that were made so, and never in place of the exact ones.
///
/// - Source: ALGORITHMS 12, the ADer variants.
struct CompatibleCurve {
    private struct Point {
        var truePositives: Int
        var falsePositives: Int
        var overlap: Double
    }

    /// Highest first, each with the curve that asked for it.
    private let thresholds: [(value: Double, isF1: Bool)]
    private var next = 0
    private var f1Points: [Point] = []
    private var proPoints: [Point] = []

    /// Chooses the thresholds: 21 for F1, 100 for AU-PRO.
    init(minimum: Float, maximum: Float) {
        let (low, high) = (Double(minimum), Double(maximum))
        // The last is the maximum itself: rounding must not lower it.
        let f1 = (0...20).map { step in
            (value: step == 20 ? high : low + Double(step) / 20 * (high - low), isF1: true)
        }
        let pro = (0..<100).map { (value: low + Double($0) / 100 * (high - low), isF1: false) }
        thresholds = (f1 + pro).sorted { $0.value > $1.value }
    }

    /// Whether a threshold lies at or above a score, so that only higher scores exceed it.
    func isDue(before score: Float) -> Bool {
        next < thresholds.count && thresholds[next].value >= Double(score)
    }

    /// Notes the counts of what scored higher, for every threshold that is due before `score`.
    mutating func note(
        before score: Float, truePositives: Int, falsePositives: Int, overlap: Double
    ) {
        let point = Point(
            truePositives: truePositives, falsePositives: falsePositives, overlap: overlap)
        while isDue(before: score) {
            if thresholds[next].isF1 { f1Points.append(point) } else { proPoints.append(point) }
            next += 1
        }
    }

    /// The largest F1 of the 21 thresholds, with ADer's small term against a division by zero.
    func f1Max(positives: Int) -> Double? {
        guard positives > 0 else { return nil }
        let small = 1e-8
        return f1Points.map { point in
            let hits = Double(point.truePositives)
            let precision = hits / (hits + Double(point.falsePositives) + small)
            let recall = hits / (Double(positives) + small)
            return 2 * precision * recall / (precision + recall + small)
        }.max()
    }

    /// The area of the points below a false-positive rate of 0.3, whose rates are stretched to
    /// 0...1; `nil` where fewer than two different rates are left.
    func auPRO(background: Int) -> Double? {
        guard background > 0 else { return nil }
        let points = proPoints.map { (Double($0.falsePositives) / Double(background), $0.overlap) }
            .filter { $0.0 < 0.3 }
        guard let first = points.first, let last = points.last, last.0 > first.0 else { return nil }
        var area = 0.0
        for (left, right) in zip(points, points.dropFirst()) {
            area += (right.0 - left.0) * (left.1 + right.1) / 2
        }
        return area / (last.0 - first.0)
    }
}
