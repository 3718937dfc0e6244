/// Why Linux did not do what was asked.
public enum HostError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A system call was refused: its name, what it was called on, and why.
    case call(String, on: String, Errno)
    /// A socket's path has more bytes than an address can hold.
    case socketPathTooLong(path: String, limit: Int)
    /// Another program listens on this socket.
    case socketInUse(path: String)
    /// Something that is no socket stands where one should be made.
    case notASocket(path: String)
    /// Nobody answered in time.
    case timedOut(path: String)
    /// A file is larger than its reader allows.
    case fileTooLarge(path: String, size: UInt64, limit: UInt64)
    /// What stands here is no regular file.
    case notAFile(path: String)
    /// Something else stands where a folder should be.
    case notAFolder(path: String)
    /// Another process writes this file.
    case fileInUse(path: String)
    /// The service manager handed over something else than one listening Unix stream socket.
    case wrongActivation(String)

    /// What happened, where, and what to do next.
    public var description: String {
        switch self {
            case .call(let call, let subject, let errno):
                let place = subject.isEmpty ? call : "\(subject): \(call)"
                return "\(place): \(errno)\(Self.hint(for: errno, call: call))"
            case .socketPathTooLong(let path, let limit):
                return "\(path): a socket's path has at most \(limit) bytes, this one has "
                    + "\(path.utf8.count); choose a shorter one"
            case .socketInUse(let path):
                return "\(path): another program listens on this socket; stop it, or choose "
                    + "another path"
            case .notASocket(let path):
                return "\(path): something that is no socket stands here; choose another path"
            case .timedOut(let path):
                return "\(path): no answer in time; see whether the program behind it runs"
            case .fileTooLarge(let path, let size, let limit):
                return "\(path): \(size) bytes, but at most \(limit) are read; see whether it is "
                    + "the right file"
            case .notAFile(let path):
                return "\(path): no regular file; name one"
            case .notAFolder(let path):
                return "\(path): no folder, and none can be made here; name another"
            case .fileInUse(let path):
                return "\(path): another program writes this file; wait for it, or choose "
                    + "another path"
            case .wrongActivation(let what):
                return "socket activation: \(what); use the sightd@.socket that came with this "
                    + "program"
        }
    }

    private static func hint(for errno: Errno, call: String) -> String {
        switch errno {
            case .notFound: "; see whether the path is right"
            case .accessDenied, .notPermitted: "; see owner and mode, or run as another user"
            case .noSpace: "; free space on this disk, or choose another one"
            case .fileTooLarge: "; the limit on file size is reached (ulimit -f)"
            case .readOnly: "; choose a place that may be written"
            case .notFolder: "; a part of the path is a file"
            case .exists: "; remove it, or choose another name"
            case .tooManyOpenFiles: "; raise the limit on open files (LimitNOFILE=)"
            case .refused: "; nobody listens there, see whether the program behind it runs"
            default: ""
        }
    }
}
