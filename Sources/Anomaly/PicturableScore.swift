/// EfficientAD's image score of a picture's raw maps.
///
/// For calibration, where the maps of many pictures exist before a whole model does; it is the
/// `picturable.raw` that the model's detector gives for the same picture without a mask.
///
/// - Parameters:
///   - studentMap: (56, 56), raw.
///   - secondMap: (56, 56), raw; empty where there is none.
///   - studentQuantiles: Of the student maps.
///   - secondQuantiles: Of the second maps; `nil` where there are none.
/// - Returns: The maximum of the anomaly map at 256x256.
public func picturableScore(
    studentMap: [Float], secondMap: [Float], studentQuantiles: MapQuantiles,
    secondQuantiles: MapQuantiles?
) -> Float {
    var map = AnomalyMap(student: studentQuantiles, second: secondQuantiles)
    map.fill(student: studentMap, second: secondMap)
    return map.score
}
