/// A pixel of the camera's frame.
public struct Pixel: Sendable, Equatable {
    /// The column.
    public var x: Int32
    /// The row.
    public var y: Int32

    /// Names the pixel.
    public init(x: Int32, y: Int32) {
        self.x = x
        self.y = y
    }
}
