/// Smooths a map of distances to a memory, so that one odd place among good ones counts less.
///
/// Each cell becomes the mean of the 5x5 around it by the binomial weights 1, 4, 6, 4, 1 in both
/// directions, the nearest cell standing in for one outside; their deviation is one cell, four
/// pixels of the picture, as in PatchCore's maps.
///
/// - Source: PatchCore (Roth et al., CVPR 2022), 3.3, a Gaussian of 4 pixels.
struct MapSmoothing {
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
                rows[y * side + x] = mean(map, from: y * side, step: 1, at: x)
            }
        }
        for y in 0..<side {
            for x in 0..<side {
                map[y * side + x] = mean(rows, from: x, step: side, at: y)
            }
        }
    }

    /// The weighted mean around one cell of a row or column.
    ///
    /// No closure and no array of weights: debug builds would allocate for each.
    private func mean(_ cells: [Float], from start: Int, step: Int, at place: Int) -> Float {
        let last = side - 1
        let before = cells[start + step * max(place - 1, 0)]
        let after = cells[start + step * min(place + 1, last)]
        let first = cells[start + step * max(place - 2, 0)]
        let farthest = cells[start + step * min(place + 2, last)]
        return (first + farthest + 4 * (before + after) + 6 * cells[start + step * place]) / 16
    }
}
