/// Smooths a map of distances to a memory, so that one odd place among good ones counts less.
///
/// Each cell becomes the mean of the 5x5 around it by the binomial weights 1, 4, 6, 4, 1 in both
/// directions, the nearest cell standing in for one outside; their deviation is one cell, four
/// pixels of the picture, as in PatchCore's maps.
///
/// - Source: PatchCore (Roth et al., CVPR 2022), 3.3, a Gaussian of 4 pixels.
struct MapSmoothing {
    private static let weights: [Float] = [1, 4, 6, 4, 1].map { $0 / 16 }

    private let side: Int
    private var rows: [Float]

    /// Takes the memory for maps of (side, side).
    init(side: Int) {
        self.side = side
        rows = [Float](repeating: 0, count: side * side)
    }

    /// Smooths `map`, (side, side); allocates nothing.
    mutating func run(on map: inout [Float]) {
        for y in 0..<side {
            for x in 0..<side {
                rows[y * side + x] = mean { map[y * side + inside(x + $0)] }
            }
        }
        for y in 0..<side {
            for x in 0..<side {
                map[y * side + x] = mean { rows[inside(y + $0) * side + x] }
            }
        }
    }

    private func inside(_ place: Int) -> Int { min(max(place, 0), side - 1) }

    private func mean(_ value: (_ offset: Int) -> Float) -> Float {
        var sum: Float = 0
        for (index, weight) in Self.weights.enumerated() { sum += weight * value(index - 2) }
        return sum
    }
}
