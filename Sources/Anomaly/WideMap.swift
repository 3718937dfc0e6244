import Compute

/// The map of a wide memory, placed on the cells of the near one's.
///
/// Cell i of a picture of half the size sees what is centred at 8 · i + 32 of the whole picture,
/// and cell j of the whole one at 4 · j + 16, so that i = j / 2 - 2; outside the nearest stands in.
struct WideMap {
    private var cells = [Float](repeating: 0, count: side * side)
    private var smoothing = MapSmoothing(side: side)

    private static let side = NetworkTable.wideMapSide
    private static let target = NetworkTable.mapSide

    /// Takes the distances of the last picture, smooths them, and fills a map of (56, 56).
    mutating func fill(
        _ map: inout [Float], from distance: PlanBuilder.DistanceMap, of plan: Plan
    ) {
        plan.copy(distance, into: &cells)
        smoothing.run(on: &cells)
        for y in 0..<Self.target {
            let down = Self.place(of: y)
            let (above, below) = (down.first * Self.side, down.second * Self.side)
            for x in 0..<Self.target {
                let across = Self.place(of: x)
                let upper = across.mean(cells[above + across.first], cells[above + across.second])
                let lower = across.mean(cells[below + across.first], cells[below + across.second])
                map[y * Self.target + x] = down.mean(upper, lower)
            }
        }
    }

    /// Between which two rows (or columns) one of the target lies.
    private struct Place {
        let first: Int
        let second: Int
        let share: Float

        func mean(_ a: Float, _ b: Float) -> Float { (1 - share) * a + share * b }
    }

    private static func place(of index: Int) -> Place {
        let place = min(max(Float(index) / 2 - 2, 0), Float(side - 1))
        let first = min(Int(place), side - 2)
        return Place(first: first, second: first + 1, share: place - Float(first))
    }
}
