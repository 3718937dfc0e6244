internal import CLinux
internal import Glibc

/// The number with which the kernel refused a call.
public struct Errno: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number, as `errno` had it.
    public let code: Int32

    /// Names the error with this number.
    public init(code: Int32) { self.code = code }

    /// Its name in the manual pages, such as `ENOENT`.
    public var name: String {
        let text = text { out in clinux_error_name(code, &out) }
        return text.isEmpty ? "errno \(code)" : text
    }

    /// Its short sentence, such as "No such file or directory".
    public var text: String {
        let text = text { out in clinux_error_text(code, &out) }
        return text.isEmpty ? "unknown error" : text
    }

    /// The sentence and the name.
    public var description: String { "\(text) (\(name))" }

    /// `EACCES`: the mode or the owner forbids it.
    public static let accessDenied = Errno(code: EACCES)
    /// `EAGAIN`: not now; try again when the descriptor is ready.
    public static let wouldBlock = Errno(code: EAGAIN)
    /// `EEXIST`: something has this name already.
    public static let exists = Errno(code: EEXIST)
    /// `EFBIG`: the file would be larger than the limit.
    public static let fileTooLarge = Errno(code: EFBIG)
    /// `EINVAL`: an argument makes no sense.
    public static let invalid = Errno(code: EINVAL)
    /// `EIO`: the device failed.
    public static let inputOutput = Errno(code: EIO)
    /// `EBUSY`: somebody else uses it.
    public static let busy = Errno(code: EBUSY)
    /// `ENODEV`: the device is gone.
    public static let noDevice = Errno(code: ENODEV)
    /// `ENOENT`: nothing has this name.
    public static let notFound = Errno(code: ENOENT)
    /// `ENOSPC`: the disk is full.
    public static let noSpace = Errno(code: ENOSPC)
    /// `ENOTDIR`: a part of the path is no folder.
    public static let notFolder = Errno(code: ENOTDIR)
    /// `EPERM`: only a more privileged process may.
    public static let notPermitted = Errno(code: EPERM)
    /// `EPIPE`: nobody reads the other end any more.
    public static let brokenPipe = Errno(code: EPIPE)
    /// `EROFS`: the file system is mounted read-only.
    public static let readOnly = Errno(code: EROFS)

    /// `EMFILE`: this process may have no more descriptors.
    public static let tooManyOpenFiles = Errno(code: EMFILE)
    /// `ECONNREFUSED`: nobody listens.
    public static let refused = Errno(code: ECONNREFUSED)

    private func text(_ fill: (inout MutableSpan<UInt8>) -> Int) -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        var span = bytes.mutableSpan
        let count = fill(&span)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
