public import Anomaly

/// A model that was just fitted, and what is to be known about it.
public struct FittedModel: Sendable {
    /// Complete: it can be written.
    public var model: Model
    /// Pictures that could not be used and were left out.
    public var skipped: [UnreadablePicture]
    /// What is doubtful; each is a sentence.
    public var warnings: [String]
}
