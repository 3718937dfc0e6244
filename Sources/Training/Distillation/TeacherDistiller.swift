public import Anomaly
import Compute

/// Teaches a patch description network what a backbone makes of photographs.
///
/// The network is trained without padding, as it will be used: its output (i, j) sees the rows
/// 4i ... 4i + 32 of the picture and learns the target of the cell in their middle. A step is a
/// batch of windows of crops, each chosen by the seed and the step's number, so that a run that was
/// stopped ends like one that was not. The crops of some photographs are held out.
///
/// - Source: EfficientAD (Batzner et al., WACV 2024), Algorithm 3; ALGORITHMS 3.1.
public final class TeacherDistiller {
    private let cache: TargetCacheReader
    private let options: DistillationOptions
    private let split: TargetSplit
    private let statistics: TargetStatistics
    private let network: LearningNetwork
    private let window: TargetWindow
    private let target: BlockMap
    private let facts: [String: String]
    private var weights: NetworkWeights

    /// Plans the network.
    ///
    /// - Parameters:
    ///   - cache: The crops with their targets; those of some photographs are held out.
    ///   - options: What may be chosen.
    /// - Throws: `.tooFewCrops`, `.model` for threads that the system refuses.
    public init(
        _ cache: consuming TargetCacheReader, options: DistillationOptions
    ) throws(TrainingError) {
        split = TargetSplit(cache.crops)
        guard split.training.count >= options.batch, !split.heldOut.isEmpty else {
            throw .tooFewCrops(learned: split.training.count, heldOut: split.heldOut.count)
        }
        statistics = TargetStatistics(cache, records: split.training)
        let channels = cache.recipe.channels
        var random = SplitMix64(seed: options.seed, stream: 0)
        var widths = options.size.widths[0]
        widths[widths.count - 1] = channels
        weights = NetworkWeights(
            tensors: InitialWeights.of(.teacher, widths: widths, &random),
            teacherMean: Array(repeating: 0, count: channels),
            teacherDeviation: Array(repeating: 1, count: channels))
        if let start = options.start {
            guard start.widths == widths else {
                throw .otherWidths(found: start.widths, wanted: widths)
            }
            weights.tensors = start.tensors
        }
        let window = TargetWindow(side: options.window, of: cache.recipe)
        self.window = window
        target = window.map
        facts = Self.facts(options).merging(Self.facts(cache.recipe, crops: cache.count)) { $1 }
        self.options = options
        self.cache = cache
        network = try orTrainingError { [weights] () throws(ModelError) in
            weights.learning(
                .teacher, try .of(options.threads), side: options.window,
                element: options.precision.element)
        }
    }

    /// Refuses a state that learning could not go on from, before targets are made.
    ///
    /// - Parameter options: What may be chosen.
    /// - Throws: `.otherState`, `.badState`, `.model`.
    public static func checkState(_ options: DistillationOptions) throws(TrainingError) {
        try StateKeeper.check(path: options.state, facts: facts(options))
    }

    /// Refuses a state of other targets, before they are made.
    ///
    /// - Parameters:
    ///   - options: What may be chosen.
    ///   - recipe: What targets will be made of.
    ///   - crops: How many there will be.
    /// - Throws: `.otherState`, `.badState`, `.model`.
    public static func checkState(
        _ options: DistillationOptions, of recipe: TargetRecipe, crops: Int
    ) throws(TrainingError) {
        try StateKeeper.check(
            path: options.state,
            facts: facts(options).merging(facts(recipe, crops: crops)) { $1 })
    }

    /// What must be the same for a state to be of use: what is chosen.
    private static func facts(_ options: DistillationOptions) -> [String: String] {
        [
            "seed": String(options.seed), "batch": String(options.batch),
            "window": String(options.window),
            "schedule": "\(options.schedule.steps) steps, rate \(options.schedule.rate)",
            "start": options.start?.digest ?? "random",
            "precision": options.precision.rawValue,
        ]
    }

    /// What must be the same for a state to be of use: what is learned from.
    private static func facts(_ recipe: TargetRecipe, crops: Int) -> [String: String] {
        [
            "cache": recipe.entries.map { "\($0.key) \($0.value)" }.joined(separator: ", "),
            "crops": String(crops),
        ]
    }

    /// Learns until the schedule is done.
    ///
    /// - Parameter report: Told after every step; false writes the state and stops.
    /// - Returns: The teacher's weights, and the loss for the crops that were held out.
    /// - Throws: `.cancelled` with the state's path, `.diverged`, or what is wrong with a file.
    public func run(
        _ report: (TrainingProgress) -> Bool
    ) throws(TrainingError) -> (tensors: [String: Tensor], heldOutLoss: Double) {
        let keeper = StateKeeper(path: options.state, facts: facts, [("teacher", network)])
        let done = try keeper.resume().step
        var pace = TrainingPace(.student, step: done, steps: options.schedule.steps)
        while pace.step < pace.steps {
            let loss = step(pace.step)
            guard loss.isFinite else { throw .diverged(step: pace.step + 1) }
            var losses = Losses()
            losses.hard = loss
            pace.took(losses)
            let goesOn = report(pace.progress)
            if !goesOn || pace.isDue(every: options.stateInterval) || pace.step == pace.steps {
                try keeper.keep(pace.step, heldOut: [])
            }
            guard goesOn else { throw .cancelled(state: options.state) }
        }
        weights.take(network.parameters(), of: .teacher)
        return (weights.tensors, try heldOutLoss())
    }

    /// One step; the mean loss of its crops before it.
    private func step(_ number: Int) -> Double {
        network.clear()
        var sum = 0.0
        for index in 0..<options.batch {
            let place = number * options.batch + index
            var random = SplitMix64(seed: options.seed &+ 2, stream: UInt64(place))
            show(
                crop(of: place), of: cache, window, at: window.origin(&random), to: network, target)
            network.forward()
            sum += network.outputGradient().setSquaredError(
                network.output(), target, weight: 1 / Float(options.batch))
            network.backward()
        }
        var adam = Adam(rate: options.schedule.rate(at: number))
        adam.decay = options.decay
        network.move(adam, number: number + 1)
        return sum / Double(options.batch)
    }

    /// The mean squared error for the crops that were held out, the whole of each.
    ///
    /// - Throws: `.model` for threads that the system refuses.
    public func heldOutLoss() throws(TrainingError) -> Double {
        var weights = weights
        weights.take(network.parameters(), of: .teacher)
        let recipe = cache.recipe
        let network = try orTrainingError { [weights] () throws(ModelError) in
            weights.learning(.teacher, try .of(options.threads), side: recipe.side)
        }
        let whole = TargetWindow(side: recipe.side, of: recipe)
        let target = whole.map
        let difference = whole.map
        var sum = 0.0
        for record in split.heldOut {
            show(record, of: cache, whole, at: .first, to: network, target)
            network.forward()
            sum += difference.setSquaredError(network.output(), target)
        }
        return sum / Double(split.heldOut.count)
    }

    /// Shows a window of a crop's picture to a network and puts its target into a map.
    private func show(
        _ record: Int, of cache: borrowing TargetCacheReader, _ window: TargetWindow,
        at origin: TargetWindow.Origin, to network: LearningNetwork, _ target: BlockMap
    ) {
        network.show(window.picture(cache.picture(record), at: origin).span)
        target.values = window.target(cache.values(record, statistics), at: origin)
    }

    /// Which crop is the `number`th: in each round all of them, in another order.
    private func crop(of number: Int) -> Int {
        let count = split.training.count
        var order = split.training
        var random = SplitMix64(seed: options.seed &+ 1, stream: UInt64(number / count))
        order.shuffle(using: &random)
        return order[number % count]
    }
}
