import CImaging

/// Resizes pictures of one size to another, exactly as Pillow's bilinear resize does.
///
/// Rows first, rounded to 8 bits, then columns; an axis that keeps its size is left out.
///
/// - Note: The plan is made once; `run` allocates nothing after its first call.
/// - Source: ALGORITHMS 1.1, bit for bit.
public struct Resizer: ~Copyable, Sendable {
    /// The size of the pictures it takes.
    public let source: PictureSize
    /// The size of the pictures it makes.
    public let target: PictureSize
    private let across: ResizeAxis
    private let down: ResizeAxis
    /// (source.height, target.width, 3).
    private var between = RGBPicture()

    /// Plans the resize.
    public init(from source: PictureSize, to target: PictureSize) {
        precondition(source.width > 0 && source.height > 0, "a picture has pixels")
        precondition(target.width > 0 && target.height > 0, "a picture has pixels")
        self.source = source
        self.target = target
        across = ResizeAxis(from: source.width, to: target.width)
        down = ResizeAxis(from: source.height, to: target.height)
        if source.width != target.width, source.height != target.height {
            between.reshape(width: target.width, height: source.height)
        }
    }

    /// Resizes one picture.
    ///
    /// - Parameters:
    ///   - picture: Of the size `source`.
    ///   - result: Gets the size `target`; every sample is written.
    public mutating func run(_ picture: borrowing RGBPicture, into result: inout RGBPicture) {
        precondition(picture.size == source, "a resizer takes pictures of the size it was made for")
        result.reshape(width: target.width, height: target.height)
        switch (source.width == target.width, source.height == target.height) {
            case (true, true): result.copy(from: picture)
            case (false, true): alongRows(picture, into: &result)
            case (true, false): alongColumns(picture, into: &result)
            case (false, false):
                var rows = RGBPicture()
                swap(&rows, &between)
                alongRows(picture, into: &rows)
                alongColumns(rows, into: &result)
                swap(&rows, &between)
        }
    }

    private func alongRows(_ picture: borrowing RGBPicture, into result: inout RGBPicture) {
        var out = result.mutableBytes
        cimaging_resize_rows(
            &out, picture.bytes, across.starts.span, across.weights.span,
            picture.width)
    }

    private func alongColumns(_ picture: borrowing RGBPicture, into result: inout RGBPicture) {
        var out = result.mutableBytes
        cimaging_resize_columns(
            &out, picture.bytes, down.starts.span, down.weights.span)
    }
}
