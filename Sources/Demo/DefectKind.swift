/// What can be wrong with a part of the demo line.
public enum DefectKind: Int, CaseIterable, Sendable {
    /// A thin line where the surface is torn.
    case scratch
    /// A shallow hollow that only its shading shows.
    case dent
    /// A translucent spot of dried oil.
    case stain
    /// A component that is not there; its empty footprint looks like the spare ones.
    case missing
    /// A component on a footprint that stays empty on a good part.
    case extra
    /// Two capacitors of different colour on each other's footprint.
    case swapped

    /// The kinds, made once: `allCases` makes an array at every call.
    static let kinds = allCases

    /// Whether something is torn, bent or dirty, seen from near.
    public var isStructural: Bool {
        switch self {
            case .scratch, .dent, .stain: true
            case .missing, .extra, .swapped: false
        }
    }

    /// Whether every place looks as it may, and only the whole is wrong.
    public var isLogical: Bool { !isStructural }

    /// The name that folders of labelled pictures carry.
    public var name: String {
        switch self {
            case .scratch: "scratch"
            case .dent: "dent"
            case .stain: "stain"
            case .missing: "missing"
            case .extra: "extra"
            case .swapped: "swapped"
        }
    }
}
