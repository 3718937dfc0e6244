/// EfficientAD's image score of a picture's raw maps.
///
/// For calibration, where the maps of many pictures exist before a whole model does; it is the
/// `picturable.raw` that the model's detector gives for the same picture without a mask.
///
/// - Parameters:
///   - studentMap: (56, 56), raw.
///   - otherMaps: (maps, 56, 56), raw.
///   - studentQuantiles: Of the student maps.
///   - otherQuantiles: Of each of the other maps.
/// - Returns: The maximum of the anomaly map at 256x256.
public func picturableScore(
    studentMap: [Float], otherMaps: [Float], studentQuantiles: MapQuantiles,
    otherQuantiles: [MapQuantiles]
) -> Float {
    var map = AnomalyMap(student: studentQuantiles, others: otherQuantiles)
    map.fill(student: studentMap, others: otherMaps)
    return map.score
}

/// The anomaly map of a picture's raw maps, before it is enlarged; as `picturableScore`.
///
/// - Returns: (56, 56), as `Detector.copyMap` gives it.
public func combinedMap(
    studentMap: [Float], otherMaps: [Float], studentQuantiles: MapQuantiles,
    otherQuantiles: [MapQuantiles]
) -> [Float] {
    var map = AnomalyMap(student: studentQuantiles, others: otherQuantiles)
    map.fill(student: studentMap, others: otherMaps)
    return map.cells
}
