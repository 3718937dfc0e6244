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

    /// What `Model.bytesFrom` is to say of a model; `nil` without ranges, or where the processor
    /// would take long over it.
    ///
    /// - Throws: What is wrong with the model.
    public static func held(by model: Model, threads: Int) throws(ModelError) -> Int? {
        guard InstructionLevel.inUse.hasByteProducts, model.weights.ranges != nil
        else { return nil }
        do throws(ModelError) {
            return try find(in: model, file: "the new model", threads: threads).firstLayer
        } catch {
            guard case .goldenPictures = error else { throw error }
            return model.weights.hiddenLayers
        }
    }

    /// Makes a detector with as many layers in bytes as the golden pictures accept.
    ///
    /// - Parameters:
    ///   - model: With golden pictures and ranges.
    ///   - file: What messages call the model.
    ///   - threads: As for `makeDetector`.
    ///   - realtimePriority: As for `makeDetector`.
    ///   - exact: As for `makeDetector`.
    ///   - threshold: As for `GoldenCheck`.
    ///   - firstLayer: Of those that are tried.
    /// - Returns: The detector.
    /// - Throws: What refused the last that was tried.
    public static func find(
        in model: Model, file: String, threads: Int, realtimePriority: Int? = nil,
        exact: ExactFeatures? = nil, threshold: Float? = nil, from firstLayer: Int = 0
    ) throws(ModelError) -> Found {
        let exact = exact ?? ExactFeatures(of: model, threads: threads)
        for layer in firstLayer..<model.weights.hiddenLayers {
            let detector = try makeDetector(
                for: model, threads: threads, realtimePriority: realtimePriority, element: .int8,
                bytesFrom: layer, exact: exact)
            do throws(ModelError) {
                let golden = try GoldenCheck.run(
                    model, on: detector, file: file, tolerance: .int8, threshold: threshold)
                return Found(detector: detector, firstLayer: layer, golden: golden)
            } catch {
                guard case .goldenPictures = error, layer + 1 < model.weights.hiddenLayers
                else { throw error }
            }
        }
        throw .goldenPictures(file: file, reason: "no layer of it held when it was made")
    }
}
