/// A verdict without its reason, as clients choose them.
public enum VerdictKind: UInt8, Named {
    case pass, fail, undecided

    /// The word as the protocol writes it.
    public var name: String {
        switch self {
            case .pass: "pass"
            case .fail: "fail"
            case .undecided: "undecided"
        }
    }
}
