public import Anomaly
public import Compute

/// The student and the autoencoder while they learn: one step is Algorithm 1's loop body.
///
/// Owns the memory of both networks. One thread at a time.
///
/// - Source: EfficientAD (Batzner et al., WACV 2024), Algorithm 1; ALGORITHMS 3.2.
public final class EfficientADLearner {
    /// What a step of learning sees.
    public struct Example {
        /// A good part, (256, 256, 3), RGB, samples in 0...255.
        public var picture: [Float]
        /// The same or another good part with its colours changed.
        public var augmented: [Float]
        /// Any photograph; `nil`: the step does without the penalty.
        public var penalty: [Float]?
        /// The teacher's normalised outputs for `picture`.
        public var taught: BlockMap
        /// The teacher's normalised outputs for `augmented`; `nil`: the autoencoder stays as it is.
        public var augmentedTaught: BlockMap?

        /// Collects them.
        public init(
            picture: [Float], augmented: [Float], penalty: [Float]?, taught: BlockMap,
            augmentedTaught: BlockMap?
        ) {
            self.picture = picture
            self.augmented = augmented
            self.penalty = penalty
            self.taught = taught
            self.augmentedTaught = augmentedTaught
        }
    }

    /// The student; its first head imitates the teacher, its second the autoencoder.
    public let student: LearningNetwork
    /// The autoencoder.
    public let autoencoder: LearningNetwork
    /// The share of the squared differences that the hard feature loss leaves out.
    public static let hardQuantile = 0.999

    /// Plans both networks, beginning with these weights.
    ///
    /// - Parameters:
    ///   - weights: Of all three networks.
    ///   - team: Whose members work.
    ///   - fixed: How many of the student's first layers stay as they are.
    ///   - element: What is multiplied.
    /// - Throws: `.badTensor` for weights that do not fit together.
    public init(
        _ weights: NetworkWeights, team: Team, fixed: Int = 0, element: Element = .float32
    ) throws(ModelError) {
        try weights.check(file: "the model in memory")
        student = weights.learningStudent(team, fixed: fixed, element: element)
        autoencoder = weights.learning(.autoencoder, team, element: element)
    }

    /// Gathers the gradients of one example on top of those that are there.
    ///
    /// - Parameters:
    ///   - example: What to learn from.
    ///   - penaltyWeight: Of the penalty's loss: more than 1 where not every example has one.
    ///   - dropoutSeed: Chooses what dropout leaves out; `nil`: nothing is.
    /// - Returns: The losses before the step.
    public func gather(
        _ example: Example, penaltyWeight: Float = 1, dropoutSeed: UInt32?
    ) -> Losses {
        var losses = Losses()
        losses.hard = hardLoss(of: example.picture, taught: example.taught)
        student.backward(head: 0)
        if let penalty = example.penalty {
            student.show(penalty)
            student.forward(head: 0)
            losses.penalty = student.outputGradient(head: 0).setSquaredError(
                student.output(head: 0), nil, weight: penaltyWeight)
            student.backward(head: 0)
        }
        gatherDifference(example, dropoutSeed, &losses)
        return losses
    }

    /// How far the student is from the teacher, the hard feature loss.
    ///
    /// - Parameters:
    ///   - picture: (256, 256, 3), RGB, samples in 0...255.
    ///   - taught: The teacher's normalised outputs for it.
    /// - Returns: The loss; its gradient is at the student's output.
    public func hardLoss(of picture: [Float], taught: BlockMap) -> Double {
        student.show(picture)
        student.forward(head: 0)
        return student.outputGradient(head: 0).setHardError(
            student.output(head: 0), taught, quantile: Self.hardQuantile)
    }

    /// Gathers the gradients of the autoencoder alone.
    ///
    /// - Parameters:
    ///   - picture: (256, 256, 3), RGB, samples in 0...255.
    ///   - taught: The teacher's normalised outputs for it.
    ///   - dropoutSeed: Chooses what dropout leaves out; `nil`: nothing is.
    /// - Returns: The loss before the step.
    public func gatherAutoencoder(
        of picture: [Float], taught: BlockMap, dropoutSeed: UInt32?
    ) -> Losses {
        autoencoder.show(picture)
        autoencoder.forward(seed: dropoutSeed)
        var losses = Losses()
        losses.autoencoder = autoencoder.outputGradient().setSquaredError(
            autoencoder.output(), taught)
        autoencoder.backward()
        return losses
    }

    private func gatherDifference(
        _ example: Example, _ dropoutSeed: UInt32?, _ losses: inout Losses
    ) {
        student.show(example.augmented)
        student.forward(head: 1)
        autoencoder.show(example.augmented)
        autoencoder.forward(seed: example.augmentedTaught == nil ? nil : dropoutSeed)
        let (imitation, output) = (student.output(head: 1), autoencoder.output())
        losses.studentAutoencoder = student.outputGradient(head: 1).setSquaredError(
            imitation, output)
        student.backward(head: 1)
        guard let taught = example.augmentedTaught else { return }
        // Both networks learn from their difference.
        let gradient = autoencoder.outputGradient()
        losses.autoencoder = gradient.setSquaredError(output, taught)
        _ = gradient.setSquaredError(output, imitation, adds: true)
        autoencoder.backward()
    }

    /// The networks that learn in a stage.
    private func networks(of stage: LearningStage) -> [LearningNetwork] {
        switch stage {
            case .autoencoder: [autoencoder]
            case .student: [student]
            case .both: [student, autoencoder]
        }
    }

    /// Begins a step: no gradient has been gathered.
    public func clear(_ learning: LearningStage = .both) {
        for network in networks(of: learning) { network.clear() }
    }

    /// Moves the networks that learn by what was gathered.
    ///
    /// - Parameters:
    ///   - adam: How.
    ///   - number: Of their step, counted from 1.
    ///   - learning: Which ones learn.
    public func move(_ adam: Adam, number: Int, _ learning: LearningStage = .both) {
        for network in networks(of: learning) { network.move(adam, number: number) }
    }

    /// Puts what was learned into a model's weights.
    public func put(into weights: inout NetworkWeights) {
        weights.take(student.parameters(), of: .student)
        weights.take(autoencoder.parameters(), of: .autoencoder)
    }
}
