/// Where a model comes from, and what it expects of a picture.
public struct ModelFacts: Sendable, Equatable {
    /// How a camera's region becomes the picture that the networks take.
    ///
    /// The only one: 8-bit RGB, resized to 256x256 by the antialiased bilinear filter of Pillow,
    /// ignoring the aspect, then normalised by ImageNet's means and deviations.
    public static let preprocess = "rgb8-pillow-bilinear-imagenet"

    /// The output whose mean feature PUAD looks at.
    public var feature: FeatureKind
    /// The pictures that networks and Gaussian were fitted to.
    public var training: DataFacts
    /// The held-out pictures that quantiles, standardisation and calibration scores come from.
    public var calibration: DataFacts
    /// The version of the program that made it.
    public var toolVersion: String
    /// What it was made from, in words; for example the folder of an import.
    public var source: String

    /// Collects them.
    public init(
        feature: FeatureKind, training: DataFacts, calibration: DataFacts, toolVersion: String,
        source: String
    ) {
        self.feature = feature
        self.training = training
        self.calibration = calibration
        self.toolVersion = toolVersion
        self.source = source
    }
}
