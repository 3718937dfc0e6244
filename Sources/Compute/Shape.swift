/// The extents of a feature map: (channels, height, width), row-major.
public struct Shape: Sendable, Equatable {
    /// Outermost.
    public var channels: Int
    /// Rows.
    public var height: Int
    /// Columns; innermost.
    public var width: Int

    /// Collects the extents.
    public init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// The elements of one channel.
    public var plane: Int { height * width }
    /// The elements of all channels.
    public var count: Int { channels * plane }
}
