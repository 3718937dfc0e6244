/// A square window that steps over a map, as largest-value pooling uses it.
///
/// What of a window lies outside of the map does not count.
public struct PoolingWindow: Sendable, Equatable {
    /// Rows and columns.
    public let side: Int
    /// From one window to the next.
    public let stride: Int
    /// How far the first window begins before the map.
    public let before: Int
    /// How far a window may reach beyond the map's end.
    public let after: Int

    /// Describes a window.
    public init(side: Int, stride: Int, before: Int, after: Int) {
        precondition(
            side > 0 && stride > 0 && (0..<side).contains(before) && (0..<side).contains(after),
            "every window has a part inside of the map")
        self.side = side
        self.stride = stride
        self.before = before
        self.after = after
    }

    /// How many windows there are along a map's side of this length.
    func places(in length: Int) -> Int {
        precondition(
            length >= side, "a map must be as large as the window that steps over it")
        return (length + before + after - side) / stride + 1
    }
}
