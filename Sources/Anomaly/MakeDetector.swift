public import Compute

/// Makes the detector that a model is for.
///
/// Takes all the memory that the detector will ever use; this is the slow part.
///
/// - Parameters:
///   - model: Whole, except that its golden pictures and calibration scores are not looked at.
///   - threads: How many threads work on one picture, the calling one included; at
///     least 1, and more than 256 count as 256.
///   - realtimePriority: The SCHED_FIFO priority of the other threads, where the calling one has
///     it too; `nil` for the ordinary scheduler.
///   - element: The numbers that the networks multiply.
///   - firstLayer: With int8, the first layer of teacher and student, counted from 0, whose results
///     are bytes.
///   - exact: Of the same model, for who makes several detectors of it in other numbers than
///     float32.
/// - Returns: A detector for one thread at a time.
/// - Throws: `.badTensor` for a model whose parts do not fit together, `.noThreads`.
public func makeDetector(
    for model: Model, threads: Int, realtimePriority: Int? = nil,
    element: Element = .float32, bytesFrom firstLayer: Int = 0, exact: ExactFeatures? = nil
) throws(ModelError) -> any Detector {
    try NetworkDetector(
        model, threads: threads, realtimePriority: realtimePriority, element: element,
        bytesFrom: firstLayer, exact: exact ?? ExactFeatures(of: model, threads: threads))
}
