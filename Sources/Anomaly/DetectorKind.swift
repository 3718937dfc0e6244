/// The detectors this program has, by the name that a model file gives them.
public enum DetectorKind: String, Sendable, CaseIterable {
    /// EfficientAD alone: a picturable score.
    case efficientAD = "efficientad"
    /// EfficientAD and PUAD: a picturable and an unpicturable score.
    case efficientADWithPUAD = "efficientad+puad"

    /// All names, for messages.
    static var names: String { allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }
}
