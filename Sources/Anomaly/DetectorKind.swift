/// The detectors this program has, by the name that a model file gives them.
public enum DetectorKind: String, Sendable, CaseIterable {
    /// EfficientAD alone: the picturable score decides. A distance may be told beside it.
    case efficientAD = "efficientad"
    /// EfficientAD and PUAD: the sum of the picturable and the unpicturable score decides.
    case efficientADWithPUAD = "efficientad+puad"
    /// The teacher's outputs against a memory of those for good parts; no student, no autoencoder.
    case memory
    /// The memory, and PUAD's distance of the teacher's mean feature.
    case memoryWithPUAD = "memory+puad"

    /// Whether PUAD's distance takes part in the decision.
    public var hasPUAD: Bool { self == .efficientADWithPUAD || self == .memoryWithPUAD }

    /// Whether the teacher is compared with a memory and not with networks that learned.
    public var hasMemory: Bool { self == .memory || self == .memoryWithPUAD }

    /// The same without PUAD's distance, or with it.
    public func with(puad: Bool) -> DetectorKind {
        hasMemory
            ? (puad ? .memoryWithPUAD : .memory) : (puad ? .efficientADWithPUAD : .efficientAD)
    }

    /// The output whose mean feature PUAD looks at, unless a model says otherwise.
    public var usualFeature: FeatureKind { hasMemory ? .teacher : .student }

    /// The networks it runs.
    public var networks: [NetworkName] { hasMemory ? [.teacher] : NetworkName.allCases }

    /// Its name in headings.
    public var title: String { (hasMemory ? "memory" : "EfficientAD") + (hasPUAD ? " + PUAD" : "") }

    /// All names, for messages.
    static var names: String { allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }
}
