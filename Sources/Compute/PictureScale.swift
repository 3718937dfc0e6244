/// A square picture of 8-bit RGB samples, and how they become numbers: `sample · scale + shift`.
public struct PictureScale: Sendable {
    /// Rows and columns.
    public let side: Int
    /// Of each colour.
    public let scale: [Float]
    /// Of each colour.
    public let shift: [Float]

    /// The colours.
    static let channels = 3

    /// Collects them.
    public init(side: Int, scale: [Float], shift: [Float]) {
        precondition(
            side > 0 && scale.count == Self.channels && shift.count == Self.channels,
            "a picture has three colours")
        self.side = side
        self.scale = scale
        self.shift = shift
    }
}
