/// How far a fit has come.
public struct FittingProgress: Sendable, Equatable {
    /// What is being done.
    public enum Stage: String, Sendable, CaseIterable {
        /// Every picture is read once and checked.
        case reading = "checking the pictures"
        /// The teacher looks at the pictures that networks will learn from.
        case teacher = "measuring the teacher's outputs"
        /// The directions are found in which the teacher's outputs differ.
        case axes = "finding how good parts differ"
        /// The places are collected that the memory is chosen from.
        case collecting = "looking at every place of good parts"
        /// The vectors of the memory are chosen.
        case choosing = "choosing the memory"
        /// The networks look at the pictures that are fitted to.
        case training = "fitting to the training pictures"
        /// The networks look at the held-out pictures, for quantiles and scores.
        case heldOut = "scoring the held-out pictures"
        /// The finished model looks at them in other numbers than float32.
        case precisions = "scoring them in faster numbers"
    }

    /// What is being done.
    public var stage: Stage
    /// How many pictures are done.
    public var done: Int
    /// How many there are in this stage.
    public var total: Int

    /// Collects the three.
    public init(stage: Stage, done: Int, total: Int) {
        self.stage = stage
        self.done = done
        self.total = total
    }
}
