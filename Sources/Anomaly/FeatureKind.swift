/// Of which network's output PUAD takes the mean feature.
public enum FeatureKind: String, Sendable, CaseIterable {
    /// The student's half that imitates the teacher; PUAD's default.
    case student
    /// The teacher, normalised by its mean and deviation.
    case teacher
}
