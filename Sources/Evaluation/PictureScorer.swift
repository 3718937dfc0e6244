import Anomaly

/// Scores pictures by every part of a model at once.
///
/// `efficientAD`, `distance` and `deciding` are, number for number, what the detector gives.
final class PictureScorer {
    private let networks: DetectorNetworks
    private let model: Model
    private var feature: [Double]
    /// The last picture's anomaly map, normalised and combined, (56, 56).
    private(set) var map: [Float] = []

    /// Plans the networks.
    init(_ model: Model, threads: Int) throws(ModelError) {
        try model.check()
        self.model = model
        networks = try DetectorNetworks(model.weights, threads: threads)
        feature = [Double](repeating: 0, count: networks.channels)
    }

    /// Scores one picture, (256, 256, 3).
    func score(_ picture: Span<UInt8>) -> PictureScores {
        networks.run(picture)
        map = combinedMap(
            studentMap: networks.studentMap, otherMaps: networks.otherMaps,
            studentQuantiles: model.studentQuantiles, otherQuantiles: model.otherQuantiles)
        let picturable = picturableScore(
            studentMap: networks.studentMap, otherMaps: networks.otherMaps,
            studentQuantiles: model.studentQuantiles,
            otherQuantiles: model.otherQuantiles)
        let structural = Float(model.standardisation.picturable.standardised(Double(picturable)))
        var scores = PictureScores(efficientAD: picturable, deciding: structural)
        if !model.detector.hasMemory, let quantiles = model.otherQuantiles.first {
            let student = networks.studentMap.map(model.studentQuantiles.normalised)
            scores.studentMap = Self.maximum(student)
            scores.autoencoderMap = Self.maximum(networks.otherMaps.map(quantiles.normalised))
        }
        if let gaussian = model.gaussian, let spread = model.standardisation.unpicturable {
            networks.meanFeature(model.facts.feature, into: &feature)
            let distance = gaussian.distance(of: &feature)
            let sum = structural + Float(spread.standardised(distance))
            scores.distance = Float(distance)
            scores.puad = sum
            if model.detector.hasPUAD { scores.deciding = sum }
        }
        return scores
    }

    private static func maximum(_ map: [Float]) -> Float {
        enlargedMap(map).reduce(-.infinity) { max($0, $1) }
    }
}
