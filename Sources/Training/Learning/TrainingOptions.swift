public import Anomaly

/// What may be chosen when networks learn a product.
public struct TrainingOptions: Sendable {
    /// How long.
    public var schedule = LearningSchedule.quick
    /// What is multiplied.
    public var precision = LearningPrecision.f32
    /// What every random choice follows from.
    public var seed: UInt64 = 1
    /// The folder of photographs for the penalty; `nil`: pictures are drawn.
    public var photos: String?
    /// Where the state is kept, so that learning can go on after a stop; `nil`: nowhere.
    public var state: String?
    /// The seconds of learning after which the state is written.
    public var stateInterval: Double = 120
    /// What concerns the pictures and the statistics at the end.
    public var fitting: FittingOptions

    /// The usual choices.
    public init(fitting: FittingOptions) { self.fitting = fitting }
}

/// What learns.
public enum LearningStage: String, Sendable {
    /// The autoencoder alone.
    case autoencoder
    /// The student, the autoencoder being what it is.
    case student
    /// The student and the autoencoder.
    case both = "both networks"
}

/// How far learning has come.
public struct TrainingProgress: Sendable {
    /// What learns now.
    public var stage: LearningStage
    /// Steps of this stage that are done.
    public var step: Int
    /// How many there will be.
    public var steps: Int
    /// The mean of the last steps' losses.
    public var losses: Losses
    /// The hard loss of pictures that are held out, at each tenth of the steps since the start.
    public var heldOut: [Double] = []
    /// Seconds of this stage that are left at the speed of the last steps; `nil` before there is
    /// one.
    public var secondsLeft: Double?
}
