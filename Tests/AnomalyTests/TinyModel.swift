import Anomaly

/// A whole model of the tiny size: the oracle's weights, quantiles and feature rows.
///
/// Golden pictures and calibration scores are those that its own detector gives.
func tinyModel(puad: Bool = true, feature: FeatureKind = .student) throws -> Model {
    let oracle = try Oracle("tiny")
    let (student, autoencoder) = try oracle.quantiles
    let spread = ScoreSpread(mean: 0.25, deviation: 0.125)
    var model = Model(
        weights: try oracle.weights, studentQuantiles: student,
        otherQuantiles: [autoencoder],
        gaussian: puad ? try Gaussian(features: try oracle.doubleRows("rows")) : nil,
        standardisation: Standardisation(
            picturable: spread, unpicturable: puad ? ScoreSpread(mean: 4, deviation: 2) : nil),
        facts: ModelFacts(
            feature: feature, training: DataFacts(count: 60, digest: "00ff"),
            calibration: DataFacts(count: 1, digest: ""), toolVersion: "0.1.0",
            source: "the oracle \"tiny\" \\ µ"))
    let detector = try makeDetector(for: model, threads: 1)
    model.goldenPictures = try oracle.pictures[..<1].map { GoldenCheck.record($0, on: detector) }
    model.calibrationScores = model.goldenPictures.map(\.score)
    return model
}

/// A whole model of the tiny teacher with a memory: what it gives for one picture.
func tinyMemoryModel(
    puad: Bool = true, vectors: Int = 20, coordinates: Int = 10, wider: Int = 0
) throws -> Model {
    let oracle = try Oracle("tiny")
    var weights = try oracle.weights.teacherAlone
    func memory(_ reach: MemoryReach) throws -> MemoryBank {
        try remembered(
            TeacherNetwork(weights, threads: 1, reach: reach), of: oracle.pictures[0],
            channels: weights.channels, vectors: vectors, coordinates: coordinates)
    }
    weights.memory = try memory(.near)
    weights.widerMemories = try MemoryReach.wider.prefix(wider).map(memory)
    var model = Model(
        weights: weights, studentQuantiles: MapQuantiles(a: 0.1, b: 0.4),
        otherQuantiles: (0..<wider).map { MapQuantiles(a: 0.2, b: 0.3 + Float($0)) },
        gaussian: puad ? try Gaussian(features: try oracle.doubleRows("rows")) : nil,
        standardisation: Standardisation(
            picturable: ScoreSpread(mean: 0.25, deviation: 0.125),
            unpicturable: puad ? ScoreSpread(mean: 4, deviation: 2) : nil),
        facts: ModelFacts(
            feature: .teacher, training: DataFacts(count: 60, digest: "00ff"),
            calibration: DataFacts(count: 2, digest: ""), toolVersion: "0.1.0",
            source: "the oracle"))
    let detector = try makeDetector(for: model, threads: 1)
    model.goldenPictures = try oracle.pictures[..<2].map { GoldenCheck.record($0, on: detector) }
    model.calibrationScores = model.goldenPictures.map(\.score)
    return model
}

extension Model {
    /// A calibration score of which the structural part is further by so many standard deviations.
    func shifted(_ score: CalibrationScore, by deviations: Double) -> CalibrationScore {
        CalibrationScore(
            picturable: score.picturable
                + Float(deviations * standardisation.picturable.deviation),
            unpicturable: score.unpicturable, combined: score.combined + Float(deviations))
    }

    /// With what computing with bytes needs to know, of the oracle's pictures.
    func withRanges() throws -> Model {
        let networks = try DetectorNetworks(weights, threads: 1)
        var ranges = ActivationRanges(values: [])
        for picture in try Oracle("tiny").pictures {
            networks.run(picture.span)
            networks.widen(&ranges)
        }
        var model = self
        model.weights.ranges = ranges
        return model
    }
}

/// Some of what a teacher says of a picture, along axes across each other: each looks at two
/// channels, as sum or as difference.
private func remembered(
    _ teacher: TeacherNetwork, of picture: [UInt8], channels: Int, vectors: Int, coordinates: Int
) throws -> MemoryBank {
    teacher.run(picture.span)
    let output = teacher.output
    let cells = output.count / channels
    let half = Float(0.5).squareRoot()
    var axes = [Float](repeating: 0, count: coordinates * channels)
    for axis in 0..<coordinates {
        let pair = axis * channels + axis / 2 * 2
        axes[pair] = half
        axes[pair + 1] = axis % 2 == 0 ? half : -half
    }
    var remembered: [Float] = []
    for vector in 0..<vectors {
        for axis in 0..<coordinates {
            let place = (vector * 150 + vector) % cells
            remembered.append(
                (0..<channels).reduce(Float(0)) {
                    $0 + axes[axis * channels + $1] * output[$1 * cells + place]
                })
        }
    }
    return MemoryBank(
        axes: Tensor(shape: [coordinates, channels], values: axes),
        vectors: Tensor(shape: [vectors, coordinates], values: remembered))
}
