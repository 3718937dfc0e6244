internal import Compute

/// How much of a model's networks may be bytes.
public enum ByteLayers {
    /// A detector whose results the golden pictures accept.
    public struct Found {
        /// Ready to serve.
        public let detector: any Detector
        /// The first layer of teacher and student, counted from 0, whose results are bytes.
        public let firstLayer: Int
        /// How far the golden pictures' results were from the stored ones.
        public let golden: GoldenCheck.Report
    }

    /// Makes a detector with as many layers in bytes as the golden pictures accept, or with those
    /// that the model's good parts were scored with.
    ///
    /// - Parameters:
    ///   - model: With golden pictures and ranges.
    ///   - file: What messages call the model.
    ///   - threads: As for `makeDetector`.
    ///   - realtimePriority: As for `makeDetector`.
    ///   - exact: As for `makeDetector`.
    ///   - threshold: As for `GoldenCheck`.
    /// - Returns: The detector.
    /// - Throws: What refused the last that was tried.
    public static func find(
        in model: Model, file: String, threads: Int, realtimePriority: Int? = nil,
        exact: ExactFeatures? = nil, threshold: Float? = nil
    ) throws(ModelError) -> Found {
        let exact = exact ?? ExactFeatures(of: model, threads: threads)
        let measured = model.otherScores[.int8] == nil ? nil : model.bytesFrom
        let last = measured ?? model.weights.hiddenLayers - 1
        for layer in (measured ?? 0)..<last {
            do throws(ModelError) {
                return try make(layer)
            } catch {
                guard case .goldenPictures = error else { throw error }
            }
        }
        return try make(last)

        func make(_ layer: Int) throws(ModelError) -> Found {
            let detector = try makeDetector(
                for: model, threads: threads, realtimePriority: realtimePriority, element: .int8,
                bytesFrom: layer, exact: exact)
            let golden = try GoldenCheck.run(
                model, on: detector, file: file,
                tolerance: NetworkPrecision.int8.tolerance(of: model), threshold: threshold)
            return Found(detector: detector, firstLayer: layer, golden: golden)
        }
    }
}
