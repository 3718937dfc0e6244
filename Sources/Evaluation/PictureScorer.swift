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
        let student = networks.studentMap.map(model.studentQuantiles.normalised)
        let second = model.secondQuantiles.map {
            networks.secondMap.map($0.normalised)
        }
        map = second.map { zip(student, $0).map { 0.5 * $0 + 0.5 * $1 } } ?? student
        let picturable = picturableScore(
            studentMap: networks.studentMap, secondMap: networks.secondMap,
            studentQuantiles: model.studentQuantiles,
            secondQuantiles: model.secondQuantiles)
        let structural = Float(model.standardisation.picturable.standardised(Double(picturable)))
        let autoencoder = model.detector.hasMemory ? nil : second
        var scores = PictureScores(
            efficientAD: picturable, studentMap: autoencoder.map { _ in Self.maximum(student) },
            autoencoderMap: autoencoder.map(Self.maximum), deciding: structural)
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
