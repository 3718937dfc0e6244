public import Anomaly

/// What may be chosen when a teacher is distilled.
public struct DistillationOptions: Sendable {
    /// How wide the teacher is; S or M.
    public var size = ModelSize.small
    /// What it begins with; `nil`: random weights.
    public var start: TeacherFile?
    /// How long, and how large the steps are.
    public var schedule = LearningSchedule(
        name: "distillation", steps: 4_000, rate: 6e-4, warmUp: 100, fall: .cosine,
        penaltyInterval: 1)
    /// Crops of a step.
    public var batch = 4
    /// Rows and columns of the part of a crop that is learned from, another one each time.
    ///
    /// A multiple of 4, from 36 to a crop's own. Four parts of four crops cost as much as one crop,
    /// and neighbouring places of one photograph teach much the same.
    public var window = 128
    /// L2 weight decay.
    public var decay: Float = 1e-5
    /// What every random choice follows from.
    public var seed: UInt64 = 1
    /// What is multiplied.
    public var precision = LearningPrecision.f32
    /// How many threads work, the calling one included.
    public var threads = 1
    /// Where the state is kept; `nil`: nowhere.
    public var state: String?
    /// The seconds of learning after which the state is written.
    public var stateInterval: Double = 120

    /// The usual choices.
    public init() {}
}
