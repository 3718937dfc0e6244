/// EfficientAD's image score of a picture's raw maps.
///
/// For calibration, where the maps of many pictures exist before a whole model does; it is the
/// `picturable.raw` that the model's detector gives for the same picture without a mask.
///
/// - Parameters:
///   - studentMap: (56, 56), raw.
///   - autoencoderMap: (56, 56), raw.
///   - studentQuantiles: Of the student maps.
///   - autoencoderQuantiles: Of the autoencoder maps; `nil` with a memory.
/// - Returns: The maximum of the anomaly map at 256x256.
public func picturableScore(
    studentMap: [Float], autoencoderMap: [Float], studentQuantiles: MapQuantiles,
    autoencoderQuantiles: MapQuantiles?
) -> Float {
    var map = AnomalyMap(student: studentQuantiles, autoencoder: autoencoderQuantiles)
    map.fill(student: studentMap, autoencoder: autoencoderMap)
    return map.score
}
