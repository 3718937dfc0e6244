/// How fast steps follow one another, and what they lose.
struct TrainingPace {
    let stage: LearningStage
    /// Steps that are done.
    private(set) var step: Int
    let steps: Int
    private var losses = Losses()
    /// The losses of parts that are held out, one for each tenth of the steps.
    private(set) var heldOut: [Double]
    private var secondsPerStep: Double?
    private var last = ContinuousClock.now
    private var lastState = ContinuousClock.now

    /// The share of the last step in what is shown.
    private static let share = 0.05

    init(_ stage: LearningStage, step: Int, steps: Int, heldOut: [Double] = []) {
        self.stage = stage
        self.step = step
        self.steps = steps
        self.heldOut = heldOut
    }

    /// Counts a step.
    mutating func took(_ new: Losses) {
        let now = ContinuousClock.now
        let seconds = last.duration(to: now) / .seconds(1)
        last = now
        step += 1
        guard let before = secondsPerStep else {
            losses = new
            secondsPerStep = seconds
            return
        }
        secondsPerStep = before + Self.share * (seconds - before)
        losses = losses.moved(to: new, by: Self.share)
    }

    /// Takes what was seen on pictures that are held out; the time for it does not count.
    mutating func saw(_ loss: Double) {
        heldOut.append(loss)
        last = .now
    }

    /// Whether so many seconds have gone by since this was last true.
    mutating func isDue(every seconds: Double) -> Bool {
        guard lastState.duration(to: .now) >= .seconds(seconds) else { return false }
        lastState = .now
        return true
    }

    var progress: TrainingProgress {
        TrainingProgress(
            stage: stage, step: step, steps: steps, losses: losses, heldOut: heldOut,
            secondsLeft: secondsPerStep.map { $0 * Double(steps - step) })
    }
}

extension Losses {
    /// Moved towards others by a share; a step without a penalty keeps the last one's.
    func moved(to new: Losses, by share: Double) -> Losses {
        var moved = self
        moved.hard += share * (new.hard - hard)
        if new.penalty > 0 { moved.penalty += share * (new.penalty - penalty) }
        moved.autoencoder += share * (new.autoencoder - autoencoder)
        moved.studentAutoencoder += share * (new.studentAutoencoder - studentAutoencoder)
        return moved
    }
}
