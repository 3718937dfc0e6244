/// Where the cells of an anomaly map lie in the camera's frame.
///
/// The map has (56, 56) cells; cell i looks at 33 pixels of the detector's picture around pixel
/// 4i + 16, so the outermost 16 pixels have no cell of their own: they are not inspected.
///
/// - Source: ALGORITHMS 4, geometry warning.
public struct MapGeometry: Sendable {
    /// The cells of a side.
    public static let side = 56
    /// The pixels of the detector's picture from one cell to the next.
    static let step = 4
    /// The pixels of the detector's picture before the middle of the first cell.
    static let margin = 16

    /// The inspected part of the frame in camera pixels.
    public let region: Region

    /// Prepares for the maps of one region.
    public init(region: Region) { self.region = region }

    /// The camera pixel in the middle of a cell.
    public func cameraPixel(cellX: Int, cellY: Int) -> (x: Int, y: Int) {
        precondition((0..<Self.side).contains(cellX), "a cell of the map")
        precondition((0..<Self.side).contains(cellY), "a cell of the map")
        return (
            region.x + Self.middle(cellX, of: region.width),
            region.y + Self.middle(cellY, of: region.height)
        )
    }

    /// The camera pixels of a rectangle of cells, 4x4 pixels of the detector's picture each.
    public func cameraRegion(cellsX: ClosedRange<Int>, cellsY: ClosedRange<Int>) -> Region {
        let x = Self.extent(cellsX, of: region.width)
        let y = Self.extent(cellsY, of: region.height)
        return Region(
            x: region.x + x.lowerBound, y: region.y + y.lowerBound, width: x.count, height: y.count)
    }

    /// The pixel that holds the middle of pixel 4i + 16 of the detector's picture.
    private static func middle(_ cell: Int, of length: Int) -> Int {
        (2 * (step * cell + margin) + 1) * length / (2 * Preprocessor.side)
    }

    /// The pixels that cells touch: each reaches half a step to both sides of its middle.
    private static func extent(_ cells: ClosedRange<Int>, of length: Int) -> Range<Int> {
        let side = 2 * Preprocessor.side
        let first = 2 * (step * cells.lowerBound + margin) + 1 - step
        let last = 2 * (step * cells.upperBound + margin) + 1 + step
        return first * length / side..<min((last * length + side - 1) / side, length)
    }
}
