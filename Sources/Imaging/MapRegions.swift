extension MapGeometry {
    /// The parts of an anomaly map above a threshold, as boxes around them in camera pixels.
    ///
    /// Cells that touch, also at a corner, are one part. The part with the most cells comes first;
    /// of equal ones the upper, then the left one. Beyond 16 the smallest are left out.
    ///
    /// - Parameters:
    ///   - map: (56, 56).
    ///   - threshold: A cell above it counts; one that is no number does not.
    /// - Returns: The boxes, largest part first.
    /// - Note: Allocates nothing.
    public func regions(of map: Span<Float>, above threshold: Float) -> RegionList {
        precondition(map.count == Self.side * Self.side, "an anomaly map has 56x56 cells")
        var list = RegionList()
        var sizes = [16 of Int](repeating: 0)
        var search = PartSearch(map, threshold)
        for start in map.indices where search.isOpen(start, map) {
            let part = search.part(from: start, map)
            var place = 0
            while place < list.count, sizes[place] >= part.cells { place += 1 }
            guard place < RegionList.capacity else { continue }
            list.insert(cameraRegion(cellsX: part.x, cellsY: part.y), at: place)
            var last = list.count - 1
            while last > place {
                sizes[last] = sizes[last - 1]
                last -= 1
            }
            sizes[place] = part.cells
        }
        return list
    }
}

/// Cells that touch one another.
private struct Part {
    var cells = 0
    var x: ClosedRange<Int>
    var y: ClosedRange<Int>
}

/// Walks through the parts of a map, each cell once.
private struct PartSearch {
    private var seen = [3136 of Bool](repeating: false)
    private var waiting = [3136 of UInt16](repeating: 0)
    private var waitingCount = 0
    private let threshold: Float

    init(_ map: Span<Float>, _ threshold: Float) { self.threshold = threshold }

    /// Whether a cell is above the threshold and in no part yet.
    func isOpen(_ cell: Int, _ map: Span<Float>) -> Bool { !seen[cell] && map[cell] > threshold }

    /// Collects the part that a cell belongs to.
    mutating func part(from start: Int, _ map: Span<Float>) -> Part {
        let side = MapGeometry.side
        var part = Part(
            x: start % side...start % side, y: start / side...start / side)
        enlist(start)
        while waitingCount > 0 {
            waitingCount -= 1
            let cell = Int(waiting[waitingCount])
            let (x, y) = (cell % side, cell / side)
            part.cells += 1
            part.x = min(part.x.lowerBound, x)...max(part.x.upperBound, x)
            part.y = min(part.y.lowerBound, y)...max(part.y.upperBound, y)
            for row in max(y - 1, 0)...min(y + 1, side - 1) {
                for column in max(x - 1, 0)...min(x + 1, side - 1)
                where isOpen(row * side + column, map) {
                    enlist(row * side + column)
                }
            }
        }
        return part
    }

    private mutating func enlist(_ cell: Int) {
        seen[cell] = true
        waiting[waitingCount] = UInt16(cell)
        waitingCount += 1
    }
}
