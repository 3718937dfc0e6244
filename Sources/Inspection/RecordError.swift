internal import Host
internal import Imaging

/// Why a picture was not recorded, as a sentence.
struct RecordError: Error, CustomStringConvertible {
    /// What is the same for all pictures that fail alike.
    struct Kind: Equatable {
        /// The line's folder.
        var folder: String
        /// The kernel's number; `nil`: something else.
        var errno: Int32?
    }

    let kind: Kind
    let description: String

    /// Tells the kind of whatever was thrown on the way.
    init(_ error: any Error, folder: String) {
        kind = Kind(folder: folder, errno: Self.errno(of: error))
        description = "\(error)"
    }

    private static func errno(of error: any Error) -> Int32? {
        if case HostError.call(_, _, let errno) = error { return errno.code }
        if case ImagingError.file(_, _, let errno) = error { return errno }
        return nil
    }
}
