import Compute

/// A map enlarged to picture size, as the quantiles are taken of it.
///
/// - Parameter map: (56, 56), raw.
/// - Returns: (256, 256).
public func enlargedMap(_ map: [Float]) -> [Float] {
    var pixels = [Float](
        repeating: 0, count: NetworkTable.pictureSide * NetworkTable.pictureSide)
    ResizeStep.enlargement.run(map, into: &pixels)
    return pixels
}

extension ResizeStep {
    /// From the cells of a map to the pixels of a picture.
    static let enlargement = ResizeStep(
        from: Shape(
            channels: 1, height: NetworkTable.mapSide, width: NetworkTable.mapSide),
        to: Shape(
            channels: 1, height: NetworkTable.pictureSide, width: NetworkTable.pictureSide))
}
