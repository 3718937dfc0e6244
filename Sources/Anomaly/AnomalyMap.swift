import Compute

/// The anomaly map of a picture, its enlargement to picture size, and the largest pixel of that.
///
/// The raw maps are normalised by their quantiles and averaged at 56x56, then enlarged once. That
/// is what enlarging each and averaging gives, for the weights of the enlargement sum to one. Of
/// three maps, which only memories of three reaches have, the widest counts half (decision 0010).
///
/// - Source: EfficientAD, Algorithm 2; PUAD's geometry (56x56 stretched over 256x256).
struct AnomalyMap {
    /// Normalised and combined, (56, 56).
    private(set) var cells: [Float]
    /// The same, enlarged, (256, 256).
    private(set) var pixels: [Float]
    private let quantiles: [MapQuantiles]
    /// What each map counts.
    private let shares: [Float]

    private static let side = NetworkTable.pictureSide
    private static let cellSide = NetworkTable.mapSide

    /// For each row (and column) of the enlarged map, the row of the picture that it speaks of.
    ///
    /// Stretching puts cell i at 4.57 · i + 1.79, but what it saw is centred at 4 · i + 16. The
    /// mask is drawn on the picture, so it is looked up where the networks looked.
    static let place: [Int32] = (0..<side).map { row in
        let cell = (Double(row) + 0.5) * Double(cellSide) / Double(side) - 0.5
        let inside = min(max(cell, 0), Double(cellSide - 1))
        return Int32((4 * inside + 16).rounded())
    }

    /// What each of so many maps counts.
    static func shares(_ maps: Int) -> [Float] {
        maps == 3 ? [0.4, 0.4, 0.2] : Array(repeating: 1 / Float(maps), count: maps)
    }

    init(student: MapQuantiles, others: [MapQuantiles]) {
        quantiles = [student] + others
        shares = Self.shares(quantiles.count)
        cells = [Float](repeating: 0, count: Self.cellSide * Self.cellSide)
        pixels = [Float](repeating: 0, count: Self.side * Self.side)
    }

    /// Takes a picture's raw maps, as many as there are quantiles; the others are in one array.
    mutating func fill(student: [Float], others: [Float]) {
        for index in cells.indices {
            cells[index] = shares[0] * quantiles[0].normalised(student[index])
        }
        for map in 1..<quantiles.count {
            let first = (map - 1) * cells.count
            for index in cells.indices {
                cells[index] += shares[map] * quantiles[map].normalised(others[first + index])
            }
        }
        ResizeStep.enlargement.run(cells, into: &pixels)
    }

    /// The image score of a picture without a mask.
    var score: Float { maximum(ignored: Span()).value }

    /// The largest pixel that is inspected, and the cell it lies in; not a number if none is.
    func maximum(ignored: Span<UInt8>) -> (value: Float, x: Int, y: Int) {
        guard let index = maximumIndex(of: pixels.span, ignored: ignored, place: Self.place) else {
            return (.nan, 0, 0)
        }
        return (
            pixels[index], Self.cell(at: index % Self.side), Self.cell(at: index / Self.side)
        )
    }

    /// The cell whose middle is nearest to a column or row of the enlarged map.
    private static func cell(at pixel: Int) -> Int { (2 * pixel + 1) * cellSide / (2 * side) }

    /// How many pixels of the enlarged map a mask leaves.
    static func inspectedPixels(ignored: Span<UInt8>) -> Int {
        guard !ignored.isEmpty else { return side * side }
        var count = 0
        for y in place {
            for x in place where ignored[Int(y) * side + Int(x)] == 0 { count += 1 }
        }
        return count
    }
}
