/// How much of each defect is found against how much of the background is called a defect.
///
/// A region's overlap is the share of its saturation that is found, at most 1; with the saturation
/// at the whole area that is PRO, else sPRO. Every region weighs the same.
///
/// - Source: ALGORITHMS 12, AU-PRO and sPRO.
struct OverlapCurve {
    private let saturations: [Double]
    private let background: Int
    private let limits: [Double]
    private var found: [Int]
    private var overlapSum = 0.0
    private var falsePositives = 0
    private var last = (rate: 0.0, overlap: 0.0)
    private var areas: [Double]

    /// Begins above the highest score.
    ///
    /// - Parameters:
    ///   - saturations: In pixels, one for each region.
    ///   - background: How many pixels lie in no region.
    ///   - limits: Of the false-positive rate, up to which areas are wanted.
    init(saturations: [Double], background: Int, limits: [Double]) {
        self.saturations = saturations
        self.background = background
        self.limits = limits
        found = Array(repeating: 0, count: saturations.count)
        areas = Array(repeating: 0, count: limits.count)
    }

    /// The mean overlap of the regions at the current threshold.
    var overlap: Double { saturations.isEmpty ? 0 : overlapSum / Double(saturations.count) }

    /// Whether all areas are known.
    var isDone: Bool { last.rate >= (limits.max() ?? 0) }

    /// One more pixel of a region is found.
    mutating func find(in region: Int) {
        let before = Double(found[region])
        let saturation = saturations[region]
        found[region] += 1
        guard before < saturation else { return }
        overlapSum += min(before + 1, saturation) / saturation - before / saturation
    }

    /// The threshold is lowered past a score; all its pixels in regions were given to `find`.
    ///
    /// - Parameter newFalsePositives: How many pixels of the background have that score.
    mutating func close(falsePositives newFalsePositives: Int) {
        falsePositives += newFalsePositives
        let rate = Double(falsePositives) / Double(max(background, 1))
        let overlap = overlap
        for (index, limit) in limits.enumerated() where last.rate < limit {
            let end = min(rate, limit)
            let share = rate > last.rate ? (end - last.rate) / (rate - last.rate) : 0
            let height = last.overlap + share * (overlap - last.overlap)
            areas[index] += (end - last.rate) * (last.overlap + height) / 2
        }
        last = (rate, overlap)
    }

    /// The area up to each limit, divided by the limit; `nil` without regions or background.
    var normalisedAreas: [Double?] {
        zip(areas, limits).map { area, limit in
            saturations.isEmpty || background == 0 ? nil : area / limit
        }
    }
}
