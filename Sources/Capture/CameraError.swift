import Host
public import Imaging

/// Why a camera could not do what was asked.
public enum CameraError: Error, Equatable {
    /// No such device.
    case notFound(path: String)
    /// No such folder of pictures.
    case noFolder(path: String)
    /// Another program streams from it.
    case busy(path: String)
    /// This user may not open it.
    case noPermission(path: String)
    /// The path exists, but frames cannot be captured from it.
    case notACamera(path: String)
    /// The camera has none of the formats asked for; its own ones are named by their codes.
    case refusedFormat(path: String, asked: String, offered: [String])
    /// The camera would capture at another size.
    case refusedSize(path: String, asked: PictureSize, given: PictureSize)
    /// A control could not be set, or did not keep the value.
    case refusedControl(path: String, name: String, reason: String)
    /// The camera works in a way that Sight does not support.
    case unsupported(path: String, what: String)
    /// The camera gives fewer buffers than the line needs.
    case tooFewBuffers(path: String, given: Int)
    /// The camera unplugged itself, or its driver gave up.
    case gone(path: String)
    /// A system call failed.
    case call(String, path: String, errno: Int32)
    /// The text of `camera.source` cannot be read.
    case badSource(text: String, reason: String)
    /// A folder cannot be listed.
    case unreadable(path: String, reason: String)
    /// The folder holds no PNG, JPEG or BMP picture.
    case noPictures(path: String)
}

extension CameraError: CustomStringConvertible {
    /// A sentence that says what happened, where, and what to do.
    public var description: String {
        switch self {
            case .notFound(let path):
                "there is no \(path): plug the camera in, or see what there is with `sight cameras`"
            case .noFolder(let path):
                "there is no folder \(path): make it and put pictures there, or name another "
                    + "after `replay:` in `camera.source`"
            case .busy(let path):
                "\(path) is in use by another program: find it with `fuser -v \(path)` and end it"
            case .noPermission(let path):
                "\(path) may not be opened by this user: add the user to the group `video`"
            case .notACamera(let path):
                "\(path) captures no video: choose one of `sight cameras`"
            case .refusedFormat(let path, let asked, let offered):
                "\(path) does not give \(asked), only \(Self.list(offered)): change `camera.format`"
            case .refusedSize(let path, let asked, let given):
                "\(path) gives \(given) instead of \(asked): set `camera.size` to a size that "
                    + "`sight cameras` lists"
            case .refusedControl(let path, let name, let reason):
                "\(path) refuses the control \(name): \(reason); see `sight cameras`"
            case .unsupported(let path, let what):
                "\(path) \(what), which is not supported: choose another camera or format"
            case .tooFewBuffers(let path, let given):
                "\(path) gives \(given) buffers, and 4 are needed: try a smaller `camera.size`"
            case .gone(let path):
                "\(path) went away: check the cable and the power of the camera"
            case .call(let name, let path, let errno):
                "\(name) on \(path) failed: \(Errno(code: errno)); `journalctl -k` may say why"
            case .badSource(let text, let reason):
                "camera.source `\(text)` cannot be read: \(reason)"
            case .unreadable(let path, let reason): "\(path) cannot be listed: \(reason)"
            case .noPictures(let path):
                "\(path) holds no PNG, JPEG or BMP picture: name a folder that does"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "nothing that Sight can read" : names.joined(separator: ", ")
    }

}
