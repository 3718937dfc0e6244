/// What became of an attempt to send or receive without waiting.
public enum Transfer: Sendable, Equatable {
    /// This many bytes went through; at least one.
    case moved(Int)
    /// Not now: wait until the descriptor is ready.
    case wouldBlock
    /// The other side has ended, or the connection broke; there is nothing more to do with it.
    case closed(Errno?)

    init(_ result: Int64) {
        switch SystemCall.refusal(result) {
            case nil: self = result == 0 ? .closed(nil) : .moved(Int(result))
            case .wouldBlock: self = .wouldBlock
            case .some(let errno): self = .closed(errno)
        }
    }
}
