/// A width and a height in pixels.
public struct PictureSize: Sendable, Hashable, CustomStringConvertible {
    /// The width in pixels.
    public var width: Int
    /// The height in pixels.
    public var height: Int

    /// Pairs the two.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// For sentences, such as "1280x720".
    public var description: String { "\(width)x\(height)" }
}
