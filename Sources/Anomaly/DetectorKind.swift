/// The detectors this program has, by the name that a model file gives them.
public enum DetectorKind: String, Sendable, CaseIterable {
    /// EfficientAD alone: the picturable score decides. A distance may be told beside it.
    case efficientAD = "efficientad"
    /// EfficientAD and PUAD: the sum of the picturable and the unpicturable score decides.
    case efficientADWithPUAD = "efficientad+puad"

    /// All names, for messages.
    static var names: String { allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }
}
