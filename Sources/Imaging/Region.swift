/// A rectangle of camera pixels.
public struct Region: Sendable, Equatable {
    /// The left column.
    public var x: Int
    /// The top row.
    public var y: Int
    /// The width in pixels.
    public var width: Int
    /// The height in pixels.
    public var height: Int

    /// Names the rectangle.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The whole of a frame.
    public init(allOf layout: FrameLayout) {
        self.init(x: 0, y: 0, width: layout.width, height: layout.height)
    }

    /// Whether the rectangle has pixels and all of them are in a frame of this layout.
    public func fits(in layout: FrameLayout) -> Bool {
        guard x >= 0, y >= 0, width > 0, height > 0 else { return false }
        guard width <= layout.width, height <= layout.height else { return false }
        return x <= layout.width - width && y <= layout.height - height
    }
}
