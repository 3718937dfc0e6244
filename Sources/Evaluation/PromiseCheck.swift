public import Anomaly

/// What a threshold does to labelled parts, beside what its good parts promised.
public struct PromiseCheck: Sendable, Equatable {
    /// What is compared with the threshold.
    public let detector: DetectorKind
    /// Where the line was drawn, and what it promises.
    public let threshold: Threshold
    /// Good parts that fail.
    public let falseRejects: Share
    /// Defective parts that pass.
    public let escapes: Share

    /// Counts.
    ///
    /// - Parameters:
    ///   - detector: What decides.
    ///   - threshold: From which score a part fails.
    ///   - good: The scores of good parts.
    ///   - defective: The scores of defective ones.
    public init(
        _ detector: DetectorKind, _ threshold: Threshold, good: [Float], defective: [Float]
    ) {
        self.detector = detector
        self.threshold = threshold
        falseRejects = Share(good.count { $0 >= threshold.value }, of: good.count)
        escapes = Share(defective.count { $0 < threshold.value }, of: defective.count)
    }

    /// Whether as few good parts fail as the promise lets; `nil` where nothing was promised.
    ///
    /// At least 95 of 100 test sets of good parts like those of the calibration have as few.
    public var isKept: Bool? {
        threshold.mostFailures(among: falseRejects.total).map { falseRejects.count <= $0 }
    }
}
