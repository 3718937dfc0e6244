import CImaging

/// Why the bytes of a picture file did not become a picture.
public enum PictureFault: UInt8, Sendable, Equatable, CustomStringConvertible {
    /// The bytes end before the picture does.
    case prematureEnd
    /// What is there contradicts itself.
    case damaged
    /// There is no signature of this kind of file.
    case notAPicture
    /// A kind that is never used for photographs of parts, such as CMYK or 12 bits.
    case unsupported
    /// Beyond the limits of size or memory.
    case tooLarge
    /// The system has no memory left.
    case noMemory

    /// What is wrong, as the end of a sentence.
    public var description: String {
        switch self {
            case .prematureEnd: "its bytes end too early"
            case .damaged: "its bytes are damaged"
            case .notAPicture: "it is no PNG, JPEG or BMP picture"
            case .unsupported:
                "it is of a kind that is not read (CMYK, 12 bits, arithmetic coding, a packed "
                    + "bitmap)"
            case .tooLarge:
                "a side has more than \(Limits.side) pixels, or all have more than \(Limits.pixels)"
            case .noMemory: "the system has no memory left"
        }
    }

    /// The fault that C names; `nil` where there is none or it is about the size.
    init?(_ fault: cimaging_fault) {
        switch fault {
            case CIMAGING_PREMATURE_END: self = .prematureEnd
            case CIMAGING_DAMAGED: self = .damaged
            case CIMAGING_NOT_A_PICTURE: self = .notAPicture
            case CIMAGING_UNSUPPORTED: self = .unsupported
            case CIMAGING_TOO_LARGE: self = .tooLarge
            case CIMAGING_NO_MEMORY: self = .noMemory
            default: return nil
        }
    }
}
