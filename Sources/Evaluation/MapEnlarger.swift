public import Imaging

/// Where an anomaly map is laid over the picture.
public enum MapPlacement: String, Sendable, CaseIterable {
    /// Where the networks looked: cell i at pixel 4i + 16 of 256, the edge repeated outwards. What
    /// heat maps show.
    case seen
    /// The 56 cells stretched over the whole picture, as PUAD publishes its figures: up to 17
    /// pixels of 256 off at the edges.
    case stretched
}

/// Enlarges anomaly maps to the pixels of a picture, to be compared with ground truth.
///
/// - Source: ALGORITHMS 4, the geometry warning; bilinear, align_corners false.
public struct MapEnlarger: Sendable {
    private typealias Place = (first: Int, second: Int, share: Float)

    /// The size of the enlarged maps in pixels.
    public let size: PictureSize
    private let rows: [Place]
    private let columns: [Place]

    /// Plans for pictures of one size.
    public init(to size: PictureSize, _ placement: MapPlacement) {
        self.size = size
        rows = (0..<size.height).map { Self.place($0, of: size.height, placement) }
        columns = (0..<size.width).map { Self.place($0, of: size.width, placement) }
    }

    /// Enlarges one map.
    ///
    /// - Parameters:
    ///   - map: (56, 56).
    ///   - pixels: Gets (height, width).
    public func enlarge(_ map: [Float], into pixels: inout [Float]) {
        let side = MapGeometry.side
        precondition(map.count == side * side, "an anomaly map has 56x56 cells")
        let count = size.width * size.height
        if pixels.count != count { pixels = [Float](repeating: 0, count: count) }
        // Each row of cells once along the columns, then between two of these for each pixel row.
        var wide = [Float](repeating: 0, count: side * size.width)
        for row in 0..<side {
            for (x, place) in columns.enumerated() {
                let (left, right) = (map[row * side + place.first], map[row * side + place.second])
                wide[row * size.width + x] = left * (1 - place.share) + right * place.share
            }
        }
        for (y, place) in rows.enumerated() {
            let (upper, lower) = (place.first * size.width, place.second * size.width)
            for x in 0..<size.width {
                pixels[y * size.width + x] =
                    wide[upper + x] * (1 - place.share) + wide[lower + x] * place.share
            }
        }
    }

    /// The two cells between which a pixel lies.
    private static func place(_ index: Int, of length: Int, _ placement: MapPlacement) -> Place {
        // Cells of the grid over the whole picture, and how many lie before the map's first.
        let (grid, offset) = placement == .seen ? (64, 4) : (MapGeometry.side, 0)
        let exact = max((Float(index) + 0.5) * Float(grid) / Float(length) - 0.5, 0)
        let first = Int(exact)
        let last = MapGeometry.side - 1
        return (
            min(max(first - offset, 0), last),
            min(max(min(first + 1, grid - 1) - offset, 0), last), exact - Float(first)
        )
    }
}
