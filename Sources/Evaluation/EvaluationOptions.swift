public import Imaging

/// What may be chosen when a model is evaluated.
public struct EvaluationOptions: Sendable {
    /// The inspected part in pixels of the files; `nil`: all of it.
    public var region: Region?
    /// Whether pictures that cannot be read are left out instead of refused.
    public var skipsUnreadable = false
    /// Whether masks are not looked at.
    public var imageOnly = false
    /// Whether ADer's variants of the pixel metrics are wanted too.
    public var wantsCompatible = false
    /// How many threads one picture is spread over.
    public var threads = 1
    /// The share of good parts that may fail.
    public var falseRejectRate = 0.001
    /// The image score from which a part fails, in place of the rate.
    public var threshold: Float?

    /// The usual choices.
    public init() {}
}

/// How far an evaluation has come.
public struct EvaluationProgress: Sendable, Equatable {
    /// What is being done.
    public enum Stage: String, Sendable, CaseIterable {
        /// Every picture and mask is read once and checked.
        case reading = "checking pictures and masks"
        /// The networks look at every picture.
        case scoring = "scoring the pictures"
        /// Pixels are sorted by their scores.
        case ranking = "ranking the pixels"
    }

    /// What is being done.
    public let stage: Stage
    /// How much of it is done.
    public let done: Int
    /// How much there is.
    public let total: Int
}
