import Anomaly

/// What the networks made of a held-out picture.
struct HeldOutPicture {
    /// Teacher against student or memory, raw, (56, 56).
    let studentMap: [Float]
    /// Autoencoder against student, or those of the wider memories, raw, (maps, 56, 56).
    let otherMaps: [Float]
    /// The mean feature vector, (channels).
    let feature: [Double]
}

/// The scores of the held-out pictures, and the scale that makes the two kinds comparable.
///
/// They are, number for number, what the finished detector gives for the same pictures.
///
/// - Source: ALGORITHMS 5, steps 3 to 5.
struct HeldOutScores {
    typealias Quantiles = (student: MapQuantiles, others: [MapQuantiles])

    /// Mean and population deviation of both scores.
    let standardisation: Standardisation
    /// One entry for every picture.
    let calibration: [CalibrationScore]

    init(
        of pictures: [HeldOutPicture], quantiles: Quantiles, gaussian: Gaussian,
        detector: DetectorKind
    ) throws(FittingError) {
        let picturable = pictures.map { picture in
            Double(
                picturableScore(
                    studentMap: picture.studentMap, otherMaps: picture.otherMaps,
                    studentQuantiles: quantiles.student,
                    otherQuantiles: quantiles.others))
        }
        let unpicturable = pictures.map { picture in
            var feature = picture.feature
            return gaussian.distance(of: &feature)
        }
        let spreads: (ScoreSpread, ScoreSpread)
        do throws(ModelError) {
            spreads = (try ScoreSpread(of: picturable), try ScoreSpread(of: unpicturable))
        } catch {
            throw .model(error)
        }
        standardisation = Standardisation(picturable: spreads.0, unpicturable: spreads.1)
        calibration = zip(picturable, unpicturable).map { picturable, unpicturable in
            let distance = Float(spreads.1.standardised(unpicturable))
            return CalibrationScore(
                picturable: Float(picturable), unpicturable: Float(unpicturable),
                combined: Float(spreads.0.standardised(picturable))
                    + (detector.hasPUAD ? distance : 0))
        }
    }
}
