public import Anomaly
import Compute
import Host
import Imaging

/// Teaches a student and an autoencoder what the good parts of one product look like.
///
/// Learning goes on from its state when it finds one of the same run: every random choice follows
/// from the seed and the step's number, so a run that was stopped ends like one that was not.
///
/// - Source: EfficientAD (Batzner et al., WACV 2024), Algorithm 1; ALGORITHMS 3.2.
public final class EfficientADTrainer {
    /// Told how far learning is; false asks it to stop.
    public typealias Report = (TrainingProgress) -> Bool

    private let paths: [String]
    private let options: TrainingOptions
    private let learner: EfficientADLearner
    private let teacher: TeacherNetwork
    private let penalty: PenaltyPictures
    private let facts: [String: String]
    private var weights: NetworkWeights
    private var loader: PictureLoader
    private var taught: [Int: BlockMap] = [:]
    private let heldOut: [String]

    /// The teacher's outputs are kept for so many pictures, 4.8 MB each.
    private static let keptOutputs = 200
    /// So many of the pictures that are held out are looked at, ten times.
    private static let looks = (pictures: 8, times: 10)

    /// Plans everything and measures the teacher's statistics over the pictures.
    ///
    /// - Parameters:
    ///   - teacher: Frozen; its size is the student's.
    ///   - paths: Pictures of good parts.
    ///   - heldOut: Pictures of other good parts, to tell whether what is learned holds for them.
    ///   - options: What may be chosen.
    ///   - report: Told while the teacher looks at the pictures; false asks to stop.
    /// - Throws: The first reason why there can be no learning.
    public init(
        _ teacher: TeacherFile, paths: [String], heldOut: [String] = [], options: TrainingOptions,
        report: (FittingProgress) -> Bool
    ) throws(TrainingError) {
        self.paths = paths
        self.heldOut = Array(heldOut.prefix(Self.looks.pictures))
        self.options = options
        loader = PictureLoader(region: options.fitting.region)
        penalty = try Self.penalty(folder: options.photos)
        weights = Self.initialWeights(teacher, options)
        facts = Self.facts(teacher, paths: paths, options: options)
        try StateKeeper.check(path: options.state, facts: facts)
        try Self.measureTeacher(&weights, paths, &loader, options, report)
        do throws(ModelError) {
            let element = options.precision.element
            self.teacher = try TeacherNetwork(
                weights, threads: options.fitting.threads, element: element)
            learner = try EfficientADLearner(
                weights, team: try Team.of(options.fitting.threads),
                fixed: options.schedule.sharedLayers, element: element)
        } catch {
            throw .model(error)
        }
    }

    /// Refuses photographs that are not there, before anything takes time.
    ///
    /// - Parameter photos: Their folder.
    /// - Throws: `.noPhotos`, `.photos`.
    public static func check(photos: String) throws(TrainingError) {
        _ = try penalty(folder: photos)
    }

    private static func penalty(folder: String?) throws(TrainingError) -> PenaltyPictures {
        if let folder, FileSystem.isMissing(folder) { throw .noPhotos(path: folder) }
        do throws(ImagingError) {
            return try PenaltyPictures(folder: folder)
        } catch {
            throw .photos(error)
        }
    }

    private static func initialWeights(
        _ teacher: TeacherFile, _ options: TrainingOptions
    ) -> NetworkWeights {
        var random = SplitMix64(seed: options.seed, stream: 0)
        var pupils = InitialWeights.pupils(
            ofTeacher: teacher.widths, &random,
            keepsVariance: options.schedule.autoencoderSteps > 0)
        if options.schedule.sharedLayers > 0 {
            InitialWeights.copyTeacher(teacher.tensors, toStudentOf: &pupils)
        }
        let channels = teacher.widths.last ?? 0
        return NetworkWeights(
            tensors: teacher.tensors.merging(pupils) { $1 },
            teacherMean: Array(repeating: 0, count: channels),
            teacherDeviation: Array(repeating: 1, count: channels))
    }

    /// What must be the same for a state to be of use.
    private static func facts(
        _ teacher: TeacherFile, paths: [String], options: TrainingOptions
    ) -> [String: String] {
        var hash = SHA256()
        for path in paths { hash.update(Array((path + "\n").utf8).span) }
        let schedule = options.schedule
        return [
            "teacher": teacher.digest, "seed": String(options.seed),
            "schedule": "\(schedule.name), \(schedule.stepsText), rate \(schedule.rate), "
                + "\(schedule.sharedLayers) shared layers",
            "pictures": "\(paths.count), \(SHA256.hexadecimal(hash.digest()).prefix(16))",
            "photos": options.photos ?? "drawn",
            "region": options.fitting.region.map(Self.text) ?? "all",
            "precision": options.precision.rawValue,
        ]
    }

    private static func text(_ region: Region) -> String {
        "\(region.x),\(region.y),\(region.width),\(region.height)"
    }

    private static func measureTeacher(
        _ weights: inout NetworkWeights, _ paths: [String], _ loader: inout PictureLoader,
        _ options: TrainingOptions, _ report: (FittingProgress) -> Bool
    ) throws(TrainingError) {
        let teacher = try orTrainingError { () throws(ModelError) in
            try TeacherNetwork(weights, threads: options.fitting.threads)
        }
        var statistics = ChannelStatistics(channels: weights.channels)
        for (index, path) in paths.enumerated() {
            let progress = FittingProgress(stage: .teacher, done: index, total: paths.count)
            guard report(progress) else { throw .cancelled(state: nil) }
            try load(path, &loader)
            teacher.run(loader.picture)
            let output = teacher.output
            statistics.add(output.span)
        }
        _ = report(FittingProgress(stage: .teacher, done: paths.count, total: paths.count))
        weights.teacherMean = statistics.means
        weights.teacherDeviation = statistics.deviations
        try orTrainingError { () throws(ModelError) in
            try weights.check(file: "the teacher with these pictures")
        }
    }

    private static func load(
        _ path: String, _ loader: inout PictureLoader
    ) throws(TrainingError) {
        do throws(ImagingError) {
            try loader.load(path)
        } catch {
            throw .fitting(.pictures(error))
        }
    }

    /// Learns until the schedule is done.
    ///
    /// - Parameter report: Told after every step; false writes the state and stops.
    /// - Returns: All three networks' weights, with the teacher's statistics.
    /// - Throws: `.cancelled` with the state's path, `.diverged`, or what is wrong with a file.
    public func run(_ report: Report) throws(TrainingError) -> NetworkWeights {
        let keeper = StateKeeper(
            path: options.state, facts: facts,
            [("student", learner.student), ("autoencoder", learner.autoencoder)])
        let (done, heldOut) = try keeper.resume()
        var before = 0
        for (stage, steps) in options.schedule.stages {
            let step = min(max(done - before, 0), steps)
            let pace = TrainingPace(
                stage, step: step, steps: steps, heldOut: stage == .autoencoder ? [] : heldOut)
            try learn(pace, after: before, keeper, report)
            before += steps
        }
        learner.put(into: &weights)
        return weights
    }

    /// Learns one stage, which comes after so many steps of others.
    private func learn(
        _ pace: TrainingPace, after before: Int, _ keeper: StateKeeper, _ report: Report
    ) throws(TrainingError) {
        var pace = pace
        while pace.step < pace.steps {
            learner.clear(pace.stage)
            let losses = try gather(pace, after: before)
            guard losses.total.isFinite else { throw .diverged(step: before + pace.step + 1) }
            let rate = options.schedule.rate(at: pace.step, of: pace.steps)
            learner.move(Adam(rate: rate), number: pace.step + 1, pace.stage)
            pace.took(losses)
            let isTenth = pace.step * Self.looks.times % pace.steps < Self.looks.times
            if isTenth, pace.stage != .autoencoder, !heldOut.isEmpty {
                pace.saw(try heldOutLoss())
            }
            let goesOn = report(pace.progress)
            if !goesOn || pace.isDue(every: options.stateInterval) || pace.step == pace.steps {
                try keeper.keep(before + pace.step, heldOut: pace.heldOut)
            }
            guard goesOn else { throw .cancelled(state: options.state) }
        }
    }

    // MARK: One step

    /// Gathers what a stage, after so many steps of others, learns in its next step.
    private func gather(
        _ pace: TrainingPace, after before: Int
    ) throws(TrainingError) -> Losses {
        let number = before + pace.step
        var random = SplitMix64(seed: options.seed, stream: UInt64(number) + 1)
        let index = place(of: number)
        try Self.load(paths[index], &loader)
        let picture = loader.samples
        let augmented = ColourChange.drawn(&random).applied(to: picture)
        if pace.stage == .autoencoder {
            return learner.gatherAutoencoder(
                of: augmented, taught: output(of: augmented),
                dropoutSeed: UInt32(truncatingIfNeeded: random.next()))
        }
        let interval = options.schedule.penaltyInterval
        let isPenalised = pace.step % interval == 0
        let example = EfficientADLearner.Example(
            picture: picture, augmented: augmented,
            penalty: isPenalised ? try penaltyPicture(&random) : nil, taught: output(of: index),
            augmentedTaught: pace.stage == .both ? output(of: augmented) : nil)
        return learner.gather(
            example, penaltyWeight: Float(interval),
            dropoutSeed: UInt32(truncatingIfNeeded: random.next()))
    }

    /// The mean hard loss of the pictures that are held out.
    private func heldOutLoss() throws(TrainingError) -> Double {
        let side = NetworkTable.mapSide
        let taught = BlockMap(channels: weights.channels, cells: side * side)
        var sum = 0.0
        for path in heldOut {
            try Self.load(path, &loader)
            teacher.run(loader.picture, into: taught)
            sum += learner.hardLoss(of: loader.samples, taught: taught)
        }
        return sum / Double(heldOut.count)
    }

    /// Which picture a step takes: in each round all of them, in another order.
    private func place(of step: Int) -> Int {
        var order = Array(paths.indices)
        var random = SplitMix64(seed: options.seed &+ 1, stream: UInt64(step / paths.count))
        order.shuffle(using: &random)
        return order[step % paths.count]
    }

    /// The teacher's output for a picture of the folder, which `loader` has.
    private func output(of index: Int) -> BlockMap {
        if let output = taught[index] { return output }
        let side = NetworkTable.mapSide
        let output = BlockMap(channels: weights.channels, cells: side * side)
        teacher.run(loader.picture, into: output)
        if taught.count < Self.keptOutputs { taught[index] = output }
        return output
    }

    /// The teacher's output for any picture.
    private func output(of picture: [Float]) -> BlockMap {
        let output = BlockMap(
            channels: weights.channels, cells: NetworkTable.mapSide * NetworkTable.mapSide)
        teacher.run(picture, into: output)
        return output
    }

    private func penaltyPicture(_ random: inout SplitMix64) throws(TrainingError) -> [Float] {
        do throws(ImagingError) {
            return try penalty.picture(&random)
        } catch {
            throw .photos(error)
        }
    }
}
