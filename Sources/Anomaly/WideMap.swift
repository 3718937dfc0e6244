import Compute

/// The map of a memory that reaches wider, placed on the cells of the near one's.
///
/// Cell i of a picture that is f times smaller sees what is centred at f · (4 · i + 16) of the
/// whole picture, and cell j of the whole one at 4 · j + 16, so that i = (j + 4) / f - 4; outside,
/// the nearest stands in.
final class WideMap {
    private let reach: MemoryReach
    private var cells: [Float]
    private var smoothing: MapSmoothing

    private static let target = NetworkTable.mapSide

    /// Takes the memory for maps of `reach`.
    init(_ reach: MemoryReach) {
        self.reach = reach
        cells = [Float](repeating: 0, count: reach.mapSide * reach.mapSide)
        smoothing = MapSmoothing(side: reach.mapSide)
    }

    /// Takes the distances of the last picture, smooths them, and fills a map of (56, 56) that
    /// begins at `first`.
    func fill(
        _ maps: inout [Float], from first: Int, with distance: PlanBuilder.DistanceMap,
        of plan: Plan
    ) {
        plan.copy(distance, into: &cells)
        smoothing.run(on: &cells)
        let side = reach.mapSide
        for y in 0..<Self.target {
            let down = place(of: y)
            let (above, below) = (down.first * side, down.second * side)
            for x in 0..<Self.target {
                let across = place(of: x)
                let upper = across.mean(cells[above + across.first], cells[above + across.second])
                let lower = across.mean(cells[below + across.first], cells[below + across.second])
                maps[first + y * Self.target + x] = down.mean(upper, lower)
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

    private func place(of index: Int) -> Place {
        let place = Float(index + 4) / Float(reach.factor) - 4
        let inside = min(max(place, 0), Float(reach.mapSide - 1))
        let first = min(Int(inside), reach.mapSide - 2)
        return Place(first: first, second: first + 1, share: inside - Float(first))
    }
}
