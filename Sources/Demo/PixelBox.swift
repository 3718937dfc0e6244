/// A rectangle of pixels in a frame.
public struct PixelBox: Equatable, Sendable {
    /// The first column.
    public var x: Int
    /// The first row.
    public var y: Int
    /// The columns; 0 for an empty box.
    public var width: Int
    /// The rows; 0 for an empty box.
    public var height: Int

    /// A box of these columns and rows.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The smallest box of whole pixels around a rectangle, cut to the frame.
    init(left: Float, top: Float, right: Float, bottom: Float) {
        let (side, zero) = (DemoLine.side, 0)
        let first = min(max(Int(left.rounded(.down)), zero), side)
        let upper = min(max(Int(top.rounded(.down)), zero), side)
        self.init(
            x: first, y: upper,
            width: min(max(Int(right.rounded(.up)), first), side) - first,
            height: min(max(Int(bottom.rounded(.up)), upper), side) - upper)
    }

    /// Whether a pixel lies inside.
    public func contains(column: Int, row: Int) -> Bool {
        column >= x && column < x + width && row >= y && row < y + height
    }

    /// The smallest box around this one and another.
    public func union(_ other: PixelBox) -> PixelBox {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return PixelBox(
            x: left, y: top,
            width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}
