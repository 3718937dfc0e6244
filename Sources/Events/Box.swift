/// A rectangle of camera pixels in which the anomaly map is above its threshold.
public struct Box: Sendable, Equatable {
    /// The left column.
    public var x: Int32
    /// The top row.
    public var y: Int32
    /// The width in pixels.
    public var width: Int32
    /// The height in pixels.
    public var height: Int32

    /// Names the rectangle.
    public init(x: Int32, y: Int32, width: Int32, height: Int32) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}
