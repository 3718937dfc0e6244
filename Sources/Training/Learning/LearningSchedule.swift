import Foundation

/// How many steps learning takes, and how large each one is.
public struct LearningSchedule: Sendable, Equatable {
    /// How the rate falls.
    public enum Fall: String, Sendable {
        /// Along half a cosine, to a hundredth at the end.
        case cosine
        /// Constant, and a tenth for the last twentieth, as published.
        case step
    }

    /// The name under which it is known to users and checkpoints.
    public var name: String
    /// How many steps the student learns.
    public var steps: Int
    /// The largest learning rate.
    public var rate: Double
    /// The steps over which the rate rises to its largest.
    public var warmUp: Int
    /// How the rate falls.
    public var fall: Fall
    /// Every how many steps a photograph is shown, its loss weighing as much more.
    public var penaltyInterval: Int
    /// How many steps the autoencoder learns alone, before the student, which then imitates what it
    /// has become; 0: both learn together, as published.
    public var autoencoderSteps = 0
    /// How many of the student's first layers stay the teacher's, so that both are computed once;
    /// from 1 on, the student's other layers begin as the teacher's too where they are as wide.
    public var sharedLayers = 0

    /// The published schedule: 70,000 steps.
    public static let full = LearningSchedule(
        name: "full", steps: 70_000, rate: 1e-4, warmUp: 0, fall: .step, penaltyInterval: 1)

    /// The schedule for the machine beside the line; see the decision page for what it costs.
    public static let quick = LearningSchedule(
        name: "quick", steps: 4_800, rate: 6e-4, warmUp: 100, fall: .cosine, penaltyInterval: 3,
        autoencoderSteps: 12_000, sharedLayers: 2)

    /// The same with another number of steps for the student, and as many more or fewer for the
    /// autoencoder in proportion.
    public func with(steps: Int) -> LearningSchedule {
        var schedule = self
        schedule.steps = steps
        let share = Double(autoencoderSteps) / Double(self.steps)
        schedule.autoencoderSteps = Int((share * Double(steps)).rounded(.up))
        return schedule
    }

    /// The numbers of steps in words.
    public var stepsText: String {
        autoencoderSteps > 0
            ? "\(autoencoderSteps) steps of the autoencoder, then \(steps)" : "\(steps) steps"
    }

    /// What learns, one after the other, and for how many steps.
    var stages: [(stage: LearningStage, steps: Int)] {
        autoencoderSteps > 0
            ? [(.autoencoder, autoencoderSteps), (.student, steps)] : [(.both, steps)]
    }

    /// The learning rate of a step, counted from 0, of so many; `nil`: of the student's.
    func rate(at step: Int, of count: Int? = nil) -> Float {
        let steps = count ?? steps
        if step < warmUp { return Float(rate * Double(step + 1) / Double(warmUp + 1)) }
        switch fall {
            case .step: return Float(step < steps * 19 / 20 ? rate : rate / 10)
            case .cosine:
                let share = Double(step - warmUp) / Double(max(steps - warmUp, 1))
                return Float(rate * (0.01 + 0.99 * (1 + cos(.pi * share)) / 2))
        }
    }
}
