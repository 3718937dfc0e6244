/// Why a frame was not judged.
public enum UndecidedReason: UInt8, Named {
    /// The model had not finished at the deadline.
    case late
    /// The driver marked the frame as damaged, or its bytes cannot be decoded.
    case corrupt
    /// The frame is the same as those before it, byte for byte.
    case frozen
    /// Nearly all pixels are black.
    case dark
    /// Too many pixels are white.
    case saturated
    /// The frame is not of the size that was set up.
    case wrongSize
    /// The line has not judged enough frames yet to be trusted.
    case warmingUp
    /// A fault of our own, told in the journal.
    case `internal`

    /// The word as the protocol writes it.
    public var name: String {
        switch self {
            case .late: "late"
            case .corrupt: "corrupt"
            case .frozen: "frozen"
            case .dark: "dark"
            case .saturated: "saturated"
            case .wrongSize: "wrong_size"
            case .warmingUp: "warming_up"
            case .internal: "internal"
        }
    }
}
