internal import Compute

/// EfficientAD or a memory, with PUAD's distance where the model has its Gaussian; the model's
/// detector says whether the distance counts.
final class NetworkDetector: Detector {
    let pictureSide = NetworkTable.pictureSide
    let mapSide = NetworkTable.mapSide

    private var networks: DetectorNetworks
    private var map: AnomalyMap
    private let gaussian: Gaussian?
    private let distanceCounts: Bool
    private let featureKind: FeatureKind
    private let standardisation: Standardisation
    private var feature: [Double]
    /// Added to the mean feature; zero in float32.
    private var featureShift: [Float]

    /// Makes everything ready for pictures.
    init(
        _ model: Model, threads: Int, realtimePriority: Int?, element: Element,
        bytesFrom firstLayer: Int, exact: ExactFeatures
    ) throws(ModelError) {
        try model.check()
        func plan(learnsRounding: Bool) throws(ModelError) -> DetectorNetworks {
            try DetectorNetworks(
                model.weights, threads: threads, realtimePriority: realtimePriority,
                element: element, bytesFrom: firstLayer,
                features: model.gaussian == nil ? [] : [model.facts.feature],
                learnsRounding: learnsRounding)
        }
        let precision = NetworkPrecision.others.first { $0.element == element }
        let known = precision.flatMap { precision in
            precision != .int8 || model.bytesFrom == firstLayer ? model.rounding[precision] : nil
        }
        networks = try plan(learnsRounding: precision != nil && known == nil)
        map = AnomalyMap(student: model.studentQuantiles, others: model.otherQuantiles)
        gaussian = model.gaussian
        distanceCounts = model.detector.hasPUAD
        featureKind = model.facts.feature
        standardisation = model.standardisation
        feature = [Double](repeating: 0, count: networks.channels)
        featureShift = [Float](repeating: 0, count: networks.channels)
        guard precision != nil else { return }
        if let known {
            if take(known) { return }
            networks = try plan(learnsRounding: true)
        }
        try learnRounding(model, exact)
    }

    /// What was taken out of every picture.
    var rounding: [Float] { networks.plan.corrections + featureShift }

    /// Takes out what another detector of the same model learned; false: it is of another plan.
    private func take(_ rounding: [Float]) -> Bool {
        let isTaken = networks.plan.compensate(by: Array(rounding.dropLast(networks.channels)))
        if isTaken { featureShift = Array(rounding.suffix(networks.channels)) }
        return isTaken
    }

    /// Takes out what rounded weights add to every picture, which would count as a logical defect.
    ///
    /// Half of the golden pictures teach it, so that the others prove it.
    private func learnRounding(_ model: Model, _ exact: ExactFeatures) throws(ModelError) {
        let taught = ExactFeatures.taught(model)
        guard !taught.isEmpty else { return }
        networks.plan.compensate(for: taught.map(\.picture))
        guard gaussian != nil else { return }
        // What is left went through rectification, and is not known without the right result.
        for (golden, right) in zip(taught, try exact.all()) {
            networks.run(golden.picture.span)
            networks.meanFeature(featureKind, into: &feature)
            for index in feature.indices {
                featureShift[index] += Float((right[index] - feature[index]) / Double(taught.count))
            }
        }
    }

    func assess(_ picture: Span<UInt8>, ignored: Span<UInt8>) -> Assessment {
        networks.run(picture)
        map.fill(student: networks.studentMap, others: networks.otherMaps)
        let worst = map.maximum(ignored: ignored)
        let picturable = Self.component(Double(worst.value), by: standardisation.picturable)
        let unpicturable = unpicturableScore()
        let distance = distanceCounts ? unpicturable?.normalised ?? 0 : 0
        return Assessment(
            score: picturable.normalised + distance,
            picturable: picturable, unpicturable: unpicturable, worstCell: (worst.x, worst.y))
    }

    func copyMap(into target: inout MutableSpan<Float>) {
        precondition(target.count == map.cells.count, "a map has mapSide x mapSide cells")
        for index in map.cells.indices { target[index] = map.cells[index] }
    }

    func inspectedPixels(ignored: Span<UInt8>) -> Int {
        AnomalyMap.inspectedPixels(ignored: ignored)
    }

    private func unpicturableScore() -> ComponentScore? {
        guard let gaussian, let spread = standardisation.unpicturable else { return nil }
        networks.meanFeature(featureKind, into: &feature)
        for index in feature.indices { feature[index] += Double(featureShift[index]) }
        return Self.component(gaussian.distance(of: &feature), by: spread)
    }

    private static func component(_ raw: Double, by spread: ScoreSpread) -> ComponentScore {
        ComponentScore(raw: Float(raw), normalised: Float(spread.standardised(raw)))
    }
}
