/// The mean features, in float32, of the golden pictures that detectors of other numbers learn
/// from.
///
/// Those that the model has, or else computed once: making the networks in float32 takes longer
/// than all else, and most of the memory.
public final class ExactFeatures {
    private let model: Model
    private let threads: Int
    private var features: [[Double]]?

    /// For detectors of `model`; nothing is computed yet.
    public init(of model: Model, threads: Int) {
        self.model = model
        self.threads = threads
    }

    /// Half of a model's golden pictures teach, so that the others prove it.
    static func taught(_ model: Model) -> ArraySlice<GoldenPicture> {
        model.goldenPictures.prefix((model.goldenPictures.count + 1) / 2)
    }

    /// The features of these pictures, (channels) each.
    func all() throws(ModelError) -> [[Double]] {
        if let features { return features }
        guard model.goldenFeatures.isEmpty else {
            return Array(model.goldenFeatures.prefix(Self.taught(model).count))
        }
        let exact = try DetectorNetworks(
            model.weights, threads: threads, features: [model.facts.feature])
        let made = Self.taught(model).map { golden in
            var feature = [Double](repeating: 0, count: exact.channels)
            exact.run(golden.picture.span)
            exact.meanFeature(model.facts.feature, into: &feature)
            return feature
        }
        features = made
        return made
    }
}
