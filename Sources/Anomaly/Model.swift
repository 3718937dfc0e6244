/// Everything that a detector needs to judge pictures of one product.
///
/// A plain value: made by an import or a training, written and read by `ModelFile`, turned into a
/// detector by `makeDetector`. Its parts may be changed freely; they are checked together when it
/// is written, read or used.
public struct Model: Sendable, Equatable {
    /// The networks, the teacher's statistics, and the memory of a detector that has one.
    public var weights: NetworkWeights
    /// Of the student map: teacher against student, or against the memory.
    public var studentQuantiles: MapQuantiles
    /// Of the other maps: autoencoder against student, or the teacher against each memory that
    /// reaches wider.
    public var otherQuantiles: [MapQuantiles]
    /// Which scores decide; with PUAD there must be a Gaussian.
    public var detector: DetectorKind
    /// PUAD's part; a model whose detector is without PUAD may have it too, and then tells the
    /// distance without deciding by it.
    public var gaussian: Gaussian?
    /// What the scores are measured by.
    public var standardisation: Standardisation
    /// One entry for every held-out normal picture.
    public var calibrationScores: [CalibrationScore]
    /// At least one in a file; none while the model is being made.
    public var goldenPictures: [GoldenPicture]
    /// The mean feature of each golden picture, (channels), or none of any.
    ///
    /// Detectors of other numbers than float32 learn from them what to take out.
    public var goldenFeatures: [[Double]] = []
    /// The scores of the same held-out pictures in other numbers than float32; those in int8 with
    /// the layers in bytes that `bytesFrom` says.
    ///
    /// Of the numbers that the processor was fast at when the model was made.
    public var otherScores: [NetworkPrecision: [CalibrationScore]] = [:]
    /// What a detector in other numbers takes out of every picture, in int8 with `bytesFrom`.
    ///
    /// Of the outputs of its plan, then of the mean feature, (outputs + channels). Without it the
    /// detector learns it from the golden pictures, which takes longer.
    public var rounding: [NetworkPrecision: [Float]] = [:]
    /// The first layer of teacher and student, counted from 0, whose results are bytes in int8.
    ///
    /// The first with which the good parts held when the model was made, or the last there is;
    /// `nil`: that was not tried. In files of older programs it may be their number: none.
    public var bytesFrom: Int?
    /// Where it comes from.
    public var facts: ModelFacts
    /// The SHA-256 of the file it was read from, in hexadecimal; `nil` for a model in memory.
    public internal(set) var digest: String?

    /// Collects the parts; without a detector PUAD decides where there is a Gaussian.
    public init(
        weights: NetworkWeights, studentQuantiles: MapQuantiles,
        otherQuantiles: [MapQuantiles], gaussian: Gaussian?,
        standardisation: Standardisation, facts: ModelFacts, detector: DetectorKind? = nil
    ) {
        let kind: DetectorKind = weights.memory == nil ? .efficientAD : .memory
        self.detector = detector ?? kind.with(puad: gaussian != nil)
        self.weights = weights
        self.studentQuantiles = studentQuantiles
        self.otherQuantiles = otherQuantiles
        self.gaussian = gaussian
        self.standardisation = standardisation
        self.facts = facts
        calibrationScores = []
        goldenPictures = []
    }
}

extension Model {
    /// Checks that all parts can be used, and fit each other.
    ///
    /// - Parameter file: What messages call the model.
    /// - Throws: `.badTensor` with the tensor that the wrong part is stored in.
    public func check(file: String = "the model in memory") throws(ModelError) {
        try weights.check(file: file)
        try checkMemory(file: file)
        try checkQuantiles(file: file)
        try gaussian?.check(channels: weights.channels, file: file)
        try checkStandardisation(file: file)
        for (index, score) in calibrationScores.enumerated() {
            try check(score, tensor: TensorName.calibrationScores, row: index, file: file)
        }
        for (index, golden) in goldenPictures.enumerated() {
            try check(golden, index: index, file: file)
        }
        try checkGoldenFeatures(file: file)
        try checkOtherScores(file: file)
        guard bytesFrom.map((0...weights.hiddenLayers).contains) ?? true else {
            throw .badMetadata(
                file: file, key: MetadataKey.bytesFrom.rawValue,
                reason: "not a layer of it, 0 to \(weights.hiddenLayers)")
        }
    }

    /// Checks that there are calibration scores, one for each picture that the facts tell of.
    ///
    /// Of a model that is written or read; while it is made there are none.
    func checkCalibration(file: String) throws(ModelError) {
        let (rows, pictures) = (calibrationScores.count, facts.calibration.count)
        guard rows > 0 else {
            throw .badTensor(
                file: file, tensor: TensorName.calibrationScores, reason: "it is empty")
        }
        guard rows == pictures else {
            throw .badTensor(
                file: file, tensor: TensorName.calibrationScores,
                reason: "\(rows) rows, and `\(MetadataKey.calibrationCount.rawValue)` says "
                    + "\(pictures)")
        }
    }

    private func checkOtherScores(file: String) throws(ModelError) {
        for (precision, values) in rounding
        where values.count < weights.channels || !values.allSatisfy(\.isFinite) {
            throw .badTensor(
                file: file, tensor: TensorName.rounding(in: precision),
                reason: "not finite numbers, at least \(weights.channels)")
        }
        for precision in NetworkPrecision.allCases {
            guard let scores = otherScores[precision] else { continue }
            let tensor = TensorName.calibrationScores(in: precision)
            guard precision != .f32, scores.count == calibrationScores.count else {
                throw .badTensor(
                    file: file, tensor: tensor,
                    reason: "not one row for each of the \(calibrationScores.count) held-out parts")
            }
            for (index, score) in scores.enumerated() {
                try check(score, tensor: tensor, row: index, file: file)
            }
        }
        guard otherScores[.int8] == nil || bytesFrom.map({ $0 < weights.hiddenLayers }) ?? false
        else {
            throw .badMetadata(
                file: file, key: MetadataKey.bytesFrom.rawValue,
                reason: "scores in int8, and no layer that they were computed with")
        }
    }

    private func checkGoldenFeatures(file: String) throws(ModelError) {
        guard !goldenFeatures.isEmpty else { return }
        guard goldenFeatures.count == goldenPictures.count,
            goldenFeatures.allSatisfy({ $0.count == weights.channels && $0.allSatisfy(\.isFinite) })
        else {
            throw .badTensor(
                file: file, tensor: TensorName.goldenFeatures,
                reason: "not \(weights.channels) finite numbers for each golden picture")
        }
    }

    private func checkMemory(file: String) throws(ModelError) {
        guard detector.hasMemory == (weights.memory != nil) else {
            throw .badTensor(
                file: file, tensor: TensorName.memory,
                reason: detector.hasMemory
                    ? "the detector `\(detector.rawValue)` compares with it, and there is none"
                    : "the detector `\(detector.rawValue)` has no memory")
        }
        guard !detector.hasMemory || facts.feature == .teacher else {
            throw .badMetadata(
                file: file, key: MetadataKey.feature.rawValue,
                reason: "the detector `\(detector.rawValue)` has no \(facts.feature.rawValue)")
        }
    }

    private var otherMaps: Int { detector.hasMemory ? weights.widerMemories.count : 1 }

    private func checkQuantiles(file: String) throws(ModelError) {
        guard otherMaps == otherQuantiles.count else {
            throw .badTensor(
                file: file, tensor: TensorName.quantiles,
                reason: "\(2 + 2 * otherQuantiles.count) values, and \(2 + 2 * otherMaps) belong "
                    + "to the model's maps")
        }
        for (map, quantiles) in ([studentQuantiles] + otherQuantiles).enumerated() {
            guard quantiles.a.isFinite, quantiles.b.isFinite, quantiles.b > quantiles.a else {
                throw .badTensor(
                    file: file, tensor: TensorName.quantiles,
                    reason: "of map \(map + 1): b (\(quantiles.b)) is not above a (\(quantiles.a))")
            }
        }
    }

    private func checkStandardisation(file: String) throws(ModelError) {
        guard !detector.hasPUAD || gaussian != nil else {
            throw .badTensor(
                file: file, tensor: TensorName.puadMean,
                reason: "the detector `\(detector.rawValue)` decides by it, and there is none")
        }
        guard (standardisation.unpicturable == nil) == (gaussian == nil) else {
            throw .badTensor(
                file: file, tensor: TensorName.standardisation,
                reason: "four values belong to a model with PUAD, two to one without")
        }
        let spreads =
            [standardisation.picturable] + [standardisation.unpicturable].compactMap(\.self)
        for spread in spreads {
            guard spread.mean.isFinite, spread.deviation.isFinite, spread.deviation > 0 else {
                throw .badTensor(
                    file: file, tensor: TensorName.standardisation,
                    reason: "a mean is not finite or a deviation not above zero")
            }
        }
    }

    private func check(
        _ score: CalibrationScore, tensor: String, row: Int, file: String
    ) throws(ModelError) {
        guard score.isFinite else {
            throw .badTensor(file: file, tensor: tensor, reason: "row \(row) is not finite")
        }
        // A threshold chosen from scores that no picture can have would let every part pass.
        guard standardisation.agrees(with: score, detector) else {
            throw .badTensor(
                file: file, tensor: tensor,
                reason: "the combined score \(score.combined) of row \(row) is not the sum of its "
                    + "standardised scores")
        }
    }

    private func check(
        _ golden: GoldenPicture, index: Int, file: String
    ) throws(ModelError) {
        let side = NetworkTable.pictureSide
        let cells = NetworkTable.mapSide * NetworkTable.mapSide
        guard golden.picture.count == side * side * 3 else {
            throw .badTensor(
                file: file, tensor: TensorName.goldenPictures,
                reason: "picture \(index) has no \(side)x\(side) pixels")
        }
        try check(golden.score, tensor: TensorName.goldenScores, row: index, file: file)
        guard golden.map.count == cells, firstNotFinite(golden.map) == nil else {
            throw .badTensor(
                file: file, tensor: TensorName.goldenMaps,
                reason: "map \(index) is not \(cells) finite values")
        }
    }
}

extension CalibrationScore {
    fileprivate var isFinite: Bool {
        picturable.isFinite && unpicturable.isFinite && combined.isFinite
    }
}

extension Standardisation {
    /// Whether a combined score is the sum of what the detector decides by, but for float32
    /// rounding.
    fileprivate func agrees(with score: CalibrationScore, _ detector: DetectorKind) -> Bool {
        var parts = [(score.picturable, picturable)]
        if detector.hasPUAD, let unpicturable {
            parts.append((score.unpicturable, unpicturable))
        }
        var (sum, size) = (0.0, 1.0)
        for (value, spread) in parts {
            sum += spread.standardised(Double(value))
            // The stored score is rounded at its own size, however near the mean it lies.
            size += (abs(Double(value)) + abs(spread.mean)) / spread.deviation
        }
        let rounding = 16 * Double(Float.ulpOfOne)
        return abs(Double(score.combined) - sum) <= rounding * size
    }
}
