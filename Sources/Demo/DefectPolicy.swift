/// Which parts of the demo line have a defect.
public enum DefectPolicy: Equatable, Sendable {
    /// Every part is good.
    case never
    /// About one part in so many has a defect of a random kind.
    case oneIn(Int)
    /// Every part has a defect of this kind.
    case always(DefectKind)

    /// What the demo shows: about one part in six.
    public static let demo = DefectPolicy.oneIn(6)
}
