import Anomaly
import Imaging

/// Makes a complete model of networks and good pictures.
///
/// The pictures are read one at a time and prepared exactly as the daemon prepares frames. Kept in
/// memory are, for each picture, its mean feature vector (channels doubles) and, for each held-out
/// picture, its raw maps (three take 37 KiB): a thousand held-out pictures take 40 MiB, however
/// large their files are.
///
/// Choosing a memory takes 222 MiB more.
///
/// - Source: ALGORITHMS 3.3 (quantiles) and 5 (PUAD).
public struct ModelFitter: ~Copyable {
    /// Told how far the work is; false asks it to stop.
    public typealias Report = (FittingProgress) -> Bool

    private let networks: ImportedNetworks
    private let options: FittingOptions
    private let report: Report
    private var loader: PictureLoader

    /// Prepares a fit.
    ///
    /// - Parameters:
    ///   - networks: The networks, with the statistics and quantiles that are to be kept.
    ///   - options: What may be chosen.
    ///   - report: Told how far the work is; false asks it to stop.
    public init(
        _ networks: ImportedNetworks, options: FittingOptions, report: @escaping Report
    ) {
        self.networks = networks
        self.options = options
        self.report = report
        loader = PictureLoader(region: options.region)
    }

    /// Fits a model.
    ///
    /// - Parameter split: The good pictures.
    /// - Returns: The model, with what was left out and what is doubtful.
    /// - Throws: The first reason why there cannot be a model; nothing is written anywhere.
    public mutating func fit(_ split: PictureSplit) throws(FittingError) -> FittedModel {
        var census = PictureCensus(region: options.region)
        try census.take(split, report)
        var split = try census.usable(split, skipping: options.skipsUnreadable)
        var warnings = networks.warnings
        if let own = census.ownSplit(split, trainedOn: options.trainedOn) {
            try own.check(folder: "the pictures that the networks were not trained on")
            split = own
            warnings.append(
                "the networks were trained on these pictures; only the \(own.heldOut.count) that "
                    + "were held out then are held out now")
        }
        var weights = NetworkWeights(
            tensors: networks.tensors, teacherMean: networks.teacherMean ?? [],
            teacherDeviation: networks.teacherDeviation ?? [])
        if options.detector.hasMemory {
            try fitMemory(to: split.training, &weights)
        } else if networks.memory != nil {
            throw .noStudent
        }
        let gaussian = try fitToTraining(split.training, &weights)
        let heldOut = try measure(split.heldOut, &weights)
        let quantiles = try quantiles(of: heldOut)
        let scores = try HeldOutScores(
            of: heldOut, quantiles: quantiles, gaussian: gaussian, detector: options.detector)
        var model = Model(
            weights: weights, studentQuantiles: quantiles.student,
            otherQuantiles: quantiles.others, gaussian: gaussian,
            standardisation: scores.standardisation, facts: facts(census, split),
            detector: options.detector)
        model.calibrationScores = scores.calibration
        try recordGoldenPictures(split.heldOut, &model)
        var trial = PrecisionTrial(on: split.heldOut, options: options, report: report)
        try trial.run(&model)
        return FittedModel(
            model: model, skipped: census.unreadable,
            warnings: warnings + census.warnings(split))
    }

    /// The pictures of a split that can be read.
    ///
    /// - Parameters:
    ///   - split: The good pictures.
    ///   - options: Whether others may be left out, and the inspected part.
    ///   - report: Told how far the work is; false asks it to stop.
    /// - Returns: The split of the readable ones, the others, and what is doubtful.
    /// - Throws: `.unreadable`, `.tooFew`, `.cancelled`.
    public static func usable(
        _ split: PictureSplit, options: FittingOptions, report: Report
    ) throws(FittingError) -> (
        split: PictureSplit, skipped: [UnreadablePicture], warnings: [String]
    ) {
        var census = PictureCensus(region: options.region)
        try census.take(split, report)
        let usable = try census.usable(split, skipping: options.skipsUnreadable)
        return (usable, census.unreadable, census.warnings(usable))
    }

    private func facts(_ census: borrowing PictureCensus, _ split: PictureSplit) -> ModelFacts {
        ModelFacts(
            feature: options.detector.usualFeature, training: census.facts(of: split.training),
            calibration: census.facts(of: split.heldOut), toolVersion: options.toolVersion,
            source: networks.source)
    }

    // MARK: Training pictures

    /// Runs the networks over the training pictures: PUAD's Gaussian of the mean feature and, where
    /// the checkpoint has none, the teacher's statistics.
    private mutating func fitToTraining(
        _ paths: [String], _ weights: inout NetworkWeights
    ) throws(FittingError) -> Gaussian {
        var statistics: ChannelStatistics?
        if weights.teacherMean.isEmpty {
            weights.teacherMean = Array(repeating: 0, count: weights.channels)
            weights.teacherDeviation = Array(repeating: 1, count: weights.channels)
            statistics = ChannelStatistics(channels: weights.channels)
        }
        let running = try plan(weights)
        let teacher = statistics == nil ? nil : try teacher(weights)
        var rows: [[Double]] = []
        var feature = [Double](repeating: 0, count: weights.channels)
        for (index, path) in paths.enumerated() {
            try say(.training, index, paths.count)
            try run(running, on: path)
            running.meanFeature(options.detector.usualFeature, into: &feature)
            rows.append(feature)
            if let teacher {
                teacher.run(loader.picture)
                statistics?.add(teacher.output.span)
            }
        }
        try say(.training, paths.count, paths.count)
        if let statistics {
            weights.teacherMean = statistics.means
            weights.teacherDeviation = statistics.deviations
        }
        do throws(ModelError) {
            try weights.check(file: "the imported networks")
            return try Gaussian(features: rows)
        } catch {
            throw .model(error)
        }
    }

    /// Leaves the teacher alone, with its statistics and the memory that is asked for or that came
    /// with it.
    private mutating func fitMemory(
        to paths: [String], _ weights: inout NetworkWeights
    ) throws(FittingError) {
        weights = weights.teacherAlone
        if weights.teacherMean.isEmpty { try measureTeacher(paths, &weights) }
        (weights.memory, weights.widerMemories) = (networks.memory, networks.widerMemories)
        guard options.memory != nil || networks.memory == nil else { return }
        weights.memory = try makeMemory(.near, of: paths, weights)
        weights.widerMemories = []
        for reach in MemoryReach.wider {
            weights.widerMemories.append(try makeMemory(reach, of: paths, weights))
        }
    }

    private func makeMemory(
        _ reach: MemoryReach, of paths: [String], _ weights: NetworkWeights
    ) throws(FittingError) -> MemoryBank {
        var maker = MemoryMaker(
            weights, vectors: options.memory ?? FittingOptions.usualMemory, reach,
            options: options)
        return try maker.make(from: paths, report)
    }

    private mutating func measureTeacher(
        _ paths: [String], _ weights: inout NetworkWeights
    ) throws(FittingError) {
        weights.teacherMean = Array(repeating: 0, count: weights.channels)
        weights.teacherDeviation = Array(repeating: 1, count: weights.channels)
        let teacher = try teacher(weights)
        var statistics = ChannelStatistics(channels: weights.channels)
        for (index, path) in paths.enumerated() {
            try say(.teacher, index, paths.count)
            try load(path)
            teacher.run(loader.picture)
            statistics.add(teacher.output.span)
        }
        try say(.teacher, paths.count, paths.count)
        weights.teacherMean = statistics.means
        weights.teacherDeviation = statistics.deviations
    }

    // MARK: Held-out pictures

    /// Runs the networks over the held-out pictures and keeps what the scores are made of, and how
    /// large the numbers get between the layers.
    private mutating func measure(
        _ paths: [String], _ weights: inout NetworkWeights
    ) throws(FittingError) -> [HeldOutPicture] {
        let running = try plan(weights)
        var feature = [Double](repeating: 0, count: weights.channels)
        var pictures: [HeldOutPicture] = []
        var ranges = ActivationRanges(values: [])
        for (index, path) in paths.enumerated() {
            try say(.heldOut, index, paths.count)
            try run(running, on: path)
            running.meanFeature(options.detector.usualFeature, into: &feature)
            running.widen(&ranges)
            pictures.append(
                HeldOutPicture(
                    studentMap: running.studentMap, otherMaps: running.otherMaps,
                    feature: feature))
        }
        try say(.heldOut, paths.count, paths.count)
        weights.ranges = ranges
        return pictures
    }

    /// The quantiles of all maps: those of the checkpoint, or those of the held-out pictures.
    private func quantiles(
        of pictures: [HeldOutPicture]
    ) throws(FittingError) -> HeldOutScores.Quantiles {
        if let student = networks.studentQuantiles,
            let autoencoder = networks.autoencoderQuantiles
        {
            return (student, [autoencoder])
        }
        let cells = NetworkTable.mapSide * NetworkTable.mapSide
        var others: [MapQuantiles] = []
        for first in stride(from: 0, to: pictures.first?.otherMaps.count ?? 0, by: cells) {
            let maps = pictures.map { Array($0.otherMaps[first..<first + cells]) }
            others.append(try Self.quantiles(of: maps))
        }
        return (try Self.quantiles(of: pictures.map(\.studentMap)), others)
    }

    /// The 0.9 and 0.995 quantiles over all pixels of all maps at picture size.
    private static func quantiles(of maps: [[Float]]) throws(FittingError) -> MapQuantiles {
        let values = ExactQuantiles.of([0.9, 0.995]) { take in
            for map in maps { take(enlargedMap(map)) }
        }
        guard values[1] > values[0] else {
            throw .model(.cannotFit(reason: "the maps of the held-out pictures are all alike"))
        }
        return MapQuantiles(a: values[0], b: values[1])
    }

    /// Keeps a few held-out pictures, from the lowest image score to the highest.
    private mutating func recordGoldenPictures(
        _ paths: [String], _ model: inout Model
    ) throws(FittingError) {
        let (detector, running) = (try detector(for: model), try plan(model.weights))
        var feature = [Double](repeating: 0, count: model.weights.channels)
        let order = paths.indices.sorted {
            model.calibrationScores[$0].combined < model.calibrationScores[$1].combined
        }
        let count = min(options.goldenPictures, order.count)
        for number in 0..<count {
            let path = paths[order[number * (order.count - 1) / max(count - 1, 1)]]
            try load(path)
            let span = loader.picture
            let picture = span.indices.map { span[$0] }
            model.goldenPictures.append(GoldenCheck.record(picture, on: detector))
            running.run(picture.span)
            running.meanFeature(model.facts.feature, into: &feature)
            model.goldenFeatures.append(feature)
        }
    }

    // MARK: One picture

    private func say(
        _ stage: FittingProgress.Stage, _ done: Int, _ total: Int
    ) throws(FittingError) {
        guard report(FittingProgress(stage: stage, done: done, total: total)) else {
            throw .cancelled
        }
    }

    private mutating func load(_ path: String) throws(FittingError) {
        do throws(ImagingError) {
            try loader.load(path)
        } catch {
            throw .pictures(error)
        }
    }

    private mutating func run(
        _ running: DetectorNetworks, on path: String
    ) throws(FittingError) {
        try load(path)
        running.run(loader.picture)
        guard running.studentMap.allSatisfy(\.isFinite),
            running.otherMaps.allSatisfy(\.isFinite)
        else { throw .notFinite(path: path) }
    }

    private func plan(_ weights: NetworkWeights) throws(FittingError) -> DetectorNetworks {
        do throws(ModelError) {
            return try DetectorNetworks(weights, threads: options.threads)
        } catch {
            throw .model(error)
        }
    }

    private func teacher(_ weights: NetworkWeights) throws(FittingError) -> TeacherNetwork {
        do throws(ModelError) {
            return try TeacherNetwork(weights, threads: options.threads)
        } catch {
            throw .model(error)
        }
    }

    private func detector(for model: Model) throws(FittingError) -> any Detector {
        do throws(ModelError) {
            return try makeDetector(for: model, threads: options.threads)
        } catch {
            throw .model(error)
        }
    }
}
