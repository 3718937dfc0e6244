/// What is known of a part after its inspection.
public enum Verdict: Sendable, Equatable {
    /// The image score is below the threshold.
    case pass
    /// The image score reaches the threshold.
    case fail
    /// The frame could not be judged, and why.
    case undecided(UndecidedReason)

    /// The verdict without its reason.
    public var kind: VerdictKind {
        switch self {
            case .pass: .pass
            case .fail: .fail
            case .undecided: .undecided
        }
    }

    /// Why a frame was not judged; `nil` when it was.
    public var reason: UndecidedReason? {
        if case .undecided(let reason) = self { reason } else { nil }
    }
}
