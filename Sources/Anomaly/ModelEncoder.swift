/// Turns a model into the bytes of its file.
enum ModelEncoder {
    /// The safetensors file of `model`, which was checked before.
    static func encode(_ model: Model) -> [UInt8] {
        var writer = SafeTensorsWriter(metadata: metadata(of: model))
        let channels = model.weights.channels
        for (name, tensor) in model.weights.tensors {
            writer.add(name, shape: tensor.shape, tensor.values)
        }
        writer.add(TensorName.teacherMean, shape: [channels], model.weights.teacherMean)
        writer.add(TensorName.teacherDeviation, shape: [channels], model.weights.teacherDeviation)
        let memories =
            [model.weights.memory].compactMap(\.self) + model.weights.widerMemories
        for (memory, names) in zip(memories, TensorName.memories) {
            writer.add(names.axes, shape: memory.axes.shape, memory.axes.values)
            writer.add(names.vectors, shape: memory.vectors.shape, memory.vectors.values)
        }
        if let ranges = model.weights.ranges {
            writer.add(TensorName.activationRanges, shape: [ranges.values.count], ranges.values)
        }
        let maps = [model.studentQuantiles] + model.otherQuantiles
        let quantiles = maps.flatMap { [$0.a, $0.b] }
        writer.add(TensorName.quantiles, shape: [quantiles.count], quantiles)
        if let gaussian = model.gaussian {
            writer.add(TensorName.puadMean, shape: [channels], gaussian.mean)
            writer.add(TensorName.puadCholesky, shape: [channels, channels], gaussian.cholesky)
        }
        let spreads = [model.standardisation.picturable, model.standardisation.unpicturable]
        let standardisation = spreads.compactMap(\.self).flatMap { [$0.mean, $0.deviation] }
        writer.add(TensorName.standardisation, shape: [standardisation.count], standardisation)
        add(model.calibrationScores, to: &writer, as: TensorName.calibrationScores)
        for (precision, scores) in model.otherScores {
            add(scores, to: &writer, as: TensorName.calibrationScores(in: precision))
        }
        for (precision, values) in model.rounding {
            writer.add(TensorName.rounding(in: precision), shape: [values.count], values)
        }
        addGoldenPictures(of: model, to: &writer)
        return writer.encodedFile()
    }

    private static func add(
        _ scores: [CalibrationScore], to writer: inout SafeTensorsWriter, as name: String
    ) {
        writer.add(
            name, shape: [scores.count, 3],
            scores.flatMap { [$0.picturable, $0.unpicturable, $0.combined] })
    }

    private static func addGoldenPictures(of model: Model, to writer: inout SafeTensorsWriter) {
        let golden = model.goldenPictures
        let (side, mapSide) = (NetworkTable.pictureSide, NetworkTable.mapSide)
        writer.add(
            TensorName.goldenPictures, shape: [golden.count, side, side, 3],
            golden.flatMap(\.picture))
        add(golden.map(\.score), to: &writer, as: TensorName.goldenScores)
        writer.add(
            TensorName.goldenMaps, shape: [golden.count, mapSide, mapSide], golden.flatMap(\.map))
        guard !model.goldenFeatures.isEmpty else { return }
        writer.add(
            TensorName.goldenFeatures, shape: [golden.count, model.weights.channels],
            model.goldenFeatures.flatMap(\.self))
    }

    private static func metadata(of model: Model) -> [(key: String, value: String)] {
        let facts = model.facts
        return MetadataKey.allCases.compactMap { key in
            let value: String? =
                switch key {
                    case .formatVersion: MetadataKey.version
                    case .detector: model.detector.rawValue
                    case .size: model.weights.size.rawValue
                    case .pictureSide: String(NetworkTable.pictureSide)
                    case .preprocess: ModelFacts.preprocess
                    case .feature: facts.feature.rawValue
                    case .trainingCount: String(facts.training.count)
                    case .trainingDigest: facts.training.digest
                    case .calibrationCount: String(facts.calibration.count)
                    case .calibrationDigest: facts.calibration.digest
                    case .toolVersion: facts.toolVersion
                    case .source: facts.source
                    case .bytesFrom: model.bytesFrom.map { String($0) }
                }
            return value.map { (key.rawValue, $0) }
        }
    }
}
