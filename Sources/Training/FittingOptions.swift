public import Anomaly
public import Imaging

/// What may be chosen when a model is fitted.
public struct FittingOptions: Sendable {
    /// The inspected part in pixels of the files; `nil`: all of it.
    public var region: Region?
    /// Whether pictures that cannot be read are left out instead of refused.
    public var skipsUnreadable = false
    /// Which scores decide.
    ///
    /// The Gaussian is stored in either case, so that both can be measured.
    public var detector = DetectorKind.efficientADWithPUAD
    /// How many vectors the memory of a detector that has one gets from the training pictures;
    /// `nil`: it keeps the one that comes with the networks, or gets `usualMemory`.
    public var memory: Int?
    /// What the choice of a memory's vectors follows from.
    public var seed: UInt64 = 1
    /// More vectors find little more on the measured products; see the decision page 0010.
    public static let usualMemory = 4_000
    /// What the networks were trained on, where that is known.
    ///
    /// If the good pictures turn out to be the same ones, they are divided as they were then.
    public var trainedOn: DataFacts?
    /// How many golden pictures the model gets.
    public var goldenPictures = 4
    /// How many threads one picture is spread over.
    public var threads = 1
    /// The version of the program, for the model's facts.
    public var toolVersion: String

    /// The usual choices.
    public init(toolVersion: String) { self.toolVersion = toolVersion }
}
