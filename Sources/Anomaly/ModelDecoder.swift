/// Makes a model from the content of its file.
struct ModelDecoder {
    private let content: SafeTensors
    private let file: String

    /// Reads from `content`, which messages call `file`.
    init(_ content: SafeTensors, file: String) {
        self.content = content
        self.file = file
    }

    /// The model, with every part checked.
    func decode() throws(ModelError) -> Model {
        let detector = try checkedDetector()
        let facts = try facts()
        // Without PUAD a model may have its Gaussian, and tells the distance without using it.
        let hasGaussian = detector.hasPUAD || content.tensors[TensorName.puadMean] != nil
        try checkNames(hasGaussian, detector)
        let weights = try weights(detector)
        let others = detector.hasMemory ? weights.widerMemories.count : 1
        let quantiles = try floats(TensorName.quantiles, shape: [2 + 2 * others])
        var model = Model(
            weights: weights,
            studentQuantiles: MapQuantiles(a: quantiles[0], b: quantiles[1]),
            otherQuantiles: (0..<others).map {
                MapQuantiles(a: quantiles[2 + 2 * $0], b: quantiles[3 + 2 * $0])
            },
            gaussian: nil, standardisation: try standardisation(hasGaussian), facts: facts,
            detector: detector)
        if hasGaussian {
            model.gaussian = try gaussian(channels: model.weights.channels)
        }
        model.calibrationScores = try scores(TensorName.calibrationScores)
        for precision in NetworkPrecision.others {
            let scored = TensorName.calibrationScores(in: precision)
            if content.tensors[scored] != nil {
                model.otherScores[precision] = try scores(scored)
            }
            let rounding = TensorName.rounding(in: precision)
            if content.tensors[rounding] != nil {
                model.rounding[precision] = try content.floats(rounding)
            }
        }
        model.goldenPictures = try goldenPictures()
        model.goldenFeatures = try goldenFeatures(
            model.goldenPictures.count, channels: model.weights.channels)
        model.bytesFrom = try bytesFrom()
        try model.check(file: file)
        try model.checkCalibration(file: file)
        guard model.weights.size.rawValue == content.metadata[MetadataKey.size.rawValue] else {
            throw bad(.size, "not `\(model.weights.size.rawValue)`, which the tensors' shapes say")
        }
        return model
    }

    /// Checks what decides whether the rest can be understood at all.
    private func checkedDetector() throws(ModelError) -> DetectorKind {
        if content.metadata["format"] == ModelFile.teacherFormat { throw .isTeacher(file: file) }
        guard let version = content.metadata[MetadataKey.formatVersion.rawValue] else {
            throw .notAModel(file: file)
        }
        guard version == MetadataKey.version else {
            throw bad(.formatVersion, "not \(MetadataKey.version); made by a newer program")
        }
        let name = try text(.detector)
        guard let detector = DetectorKind(rawValue: name) else {
            throw .unknownDetector(file: file, name: name)
        }
        guard try text(.pictureSide) == String(NetworkTable.pictureSide) else {
            throw bad(.pictureSide, "not \(NetworkTable.pictureSide)")
        }
        guard try text(.preprocess) == ModelFacts.preprocess else {
            throw bad(.preprocess, "not `\(ModelFacts.preprocess)`")
        }
        return detector
    }

    private func facts() throws(ModelError) -> ModelFacts {
        guard let feature = FeatureKind(rawValue: try text(.feature)) else {
            throw bad(.feature, "neither `student` nor `teacher`")
        }
        return ModelFacts(
            feature: feature,
            training: try dataFacts(.trainingCount, .trainingDigest),
            calibration: try dataFacts(.calibrationCount, .calibrationDigest),
            toolVersion: try text(.toolVersion), source: try text(.source))
    }

    private func bytesFrom() throws(ModelError) -> Int? {
        guard let text = content.metadata[MetadataKey.bytesFrom.rawValue] else { return nil }
        guard let layer = Int(text) else { throw bad(.bytesFrom, "not a whole number") }
        return layer
    }

    private func dataFacts(
        _ count: MetadataKey, _ digest: MetadataKey
    ) throws(ModelError) -> DataFacts {
        guard let number = Int(try text(count)), number >= 0 else {
            throw bad(count, "not a whole number from 0")
        }
        return DataFacts(count: number, digest: try text(digest))
    }

    private func checkNames(
        _ hasGaussian: Bool, _ detector: DetectorKind
    ) throws(ModelError) {
        let networks = detector.networks.map { $0.rawValue + "." }
        let known =
            TensorName.required + [TensorName.activationRanges, TensorName.goldenFeatures]
            + NetworkPrecision.others.map(TensorName.calibrationScores(in:))
            + NetworkPrecision.others.map(TensorName.rounding(in:))
            + (hasGaussian ? TensorName.puad : [])
            + (detector.hasMemory ? TensorName.ofMemory : [])
        let texts = MetadataKey.allCases.map(\.rawValue) + [SafeTensors.digestsKey]
        for key in content.metadata.keys.sorted() where !texts.contains(key) {
            throw .badMetadata(
                file: file, key: key, reason: "a model has no such entry")
        }
        for name in content.tensors.keys.sorted()
        where !known.contains(name) && !networks.contains(where: name.hasPrefix) {
            throw bad(name, "the detector `\(detector.rawValue)` has no such tensor")
        }
    }

    private func weights(_ detector: DetectorKind) throws(ModelError) -> NetworkWeights {
        let networks = NetworkName.allCases.map { $0.rawValue + "." }
        var tensors: [String: Tensor] = [:]
        for (name, stored) in content.tensors where networks.contains(where: name.hasPrefix) {
            tensors[name] = Tensor(shape: stored.shape, values: try content.floats(name))
        }
        var weights = NetworkWeights(
            tensors: tensors, teacherMean: try content.floats(TensorName.teacherMean),
            teacherDeviation: try content.floats(TensorName.teacherDeviation))
        if detector.hasMemory {
            let last = TensorName.memories.lastIndex {
                content.tensors[$0.axes] != nil || content.tensors[$0.vectors] != nil
            }
            for names in TensorName.memories[...(last ?? 0)] {
                let memory = MemoryBank(
                    axes: try tensor(names.axes), vectors: try tensor(names.vectors))
                if weights.memory == nil {
                    weights.memory = memory
                } else {
                    weights.widerMemories.append(memory)
                }
            }
        }
        if content.tensors[TensorName.activationRanges] != nil {
            weights.ranges = ActivationRanges(
                values: try content.floats(TensorName.activationRanges))
        }
        return weights
    }

    private func tensor(_ name: String) throws(ModelError) -> Tensor {
        Tensor(shape: try content.tensor(name).shape, values: try content.floats(name))
    }

    private func gaussian(channels: Int) throws(ModelError) -> Gaussian {
        try checkShape(TensorName.puadMean, [channels])
        try checkShape(TensorName.puadCholesky, [channels, channels])
        return Gaussian(
            mean: try content.doubles(TensorName.puadMean),
            cholesky: try content.doubles(TensorName.puadCholesky))
    }

    private func standardisation(_ puad: Bool) throws(ModelError) -> Standardisation {
        try checkShape(TensorName.standardisation, [puad ? 4 : 2])
        let values = try content.doubles(TensorName.standardisation)
        return Standardisation(
            picturable: ScoreSpread(mean: values[0], deviation: values[1]),
            unpicturable: puad ? ScoreSpread(mean: values[2], deviation: values[3]) : nil)
    }

    private func scores(_ name: String) throws(ModelError) -> [CalibrationScore] {
        let count = try count(of: name)
        let values = try floats(name, shape: [count, 3])
        return (0..<count).map {
            CalibrationScore(
                picturable: values[3 * $0], unpicturable: values[3 * $0 + 1],
                combined: values[3 * $0 + 2])
        }
    }

    private func goldenPictures() throws(ModelError) -> [GoldenPicture] {
        let (side, mapSide) = (NetworkTable.pictureSide, NetworkTable.mapSide)
        let count = try count(of: TensorName.goldenPictures)
        try checkShape(TensorName.goldenPictures, [count, side, side, 3])
        try checkShape(TensorName.goldenScores, [count, 3])
        let pictures = try content.bytes(TensorName.goldenPictures)
        let scores = try scores(TensorName.goldenScores)
        let maps = try floats(TensorName.goldenMaps, shape: [count, mapSide, mapSide])
        let (bytes, cells) = (side * side * 3, mapSide * mapSide)
        return (0..<count).map {
            GoldenPicture(
                picture: Array(pictures[($0 * bytes)..<(($0 + 1) * bytes)]), score: scores[$0],
                map: Array(maps[($0 * cells)..<(($0 + 1) * cells)]))
        }
    }

    private func goldenFeatures(
        _ count: Int, channels: Int
    ) throws(ModelError) -> [[Double]] {
        guard content.tensors[TensorName.goldenFeatures] != nil else { return [] }
        try checkShape(TensorName.goldenFeatures, [count, channels])
        let values = try content.doubles(TensorName.goldenFeatures)
        return (0..<count).map { Array(values[($0 * channels)..<(($0 + 1) * channels)]) }
    }

    /// The outermost extent of a tensor that must have at least one row.
    private func count(of name: String) throws(ModelError) -> Int {
        guard let count = try content.tensor(name).shape.first, count > 0 else {
            throw bad(name, "it is empty")
        }
        return count
    }

    private func floats(_ name: String, shape: [Int]) throws(ModelError) -> [Float] {
        try checkShape(name, shape)
        return try content.floats(name)
    }

    private func checkShape(_ name: String, _ shape: [Int]) throws(ModelError) {
        let found = try content.tensor(name).shape
        guard found == shape else { throw bad(name, "its shape is \(found), not \(shape)") }
    }

    private func text(_ key: MetadataKey) throws(ModelError) -> String {
        guard let text = content.metadata[key.rawValue] else { throw bad(key, "missing") }
        return text
    }

    private func bad(_ tensor: String, _ reason: String) -> ModelError {
        .badTensor(file: file, tensor: tensor, reason: reason)
    }

    private func bad(_ key: MetadataKey, _ reason: String) -> ModelError {
        .badMetadata(file: file, key: key.rawValue, reason: reason)
    }
}
