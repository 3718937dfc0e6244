public import Host
public import Imaging

/// Why a teacher could not be distilled, or its targets not be made.
public enum DistillationError: Error, Equatable {
    /// The folder of photos cannot be listed, or a photo cannot be read any more.
    case photos(ImagingError)
    /// There is no folder of photos at the path.
    case noFolder(path: String)
    /// There are fewer photos than a teacher can learn from.
    case tooFewPhotos(folder: String, found: Int)
    /// Some photos cannot be used; each with its reason.
    case unreadable([UnreadablePicture])
    /// The backbone's layers do not make a target of the teacher's width.
    case wrongWidth(backbone: String, channels: Int)
    /// The backbone's features of a photo cannot be stored in half precision.
    case notFinite(path: String)
    /// The cache was made of something else.
    case otherCache(path: String, key: String, found: String, wanted: String)
    /// The file is no cache of targets, or damaged.
    case badCache(path: String, problem: String)
    /// The system refuses the cache's file, or the threads.
    case system(HostError)
    /// Someone asked to stop; what was made is kept.
    case cancelled
}

extension DistillationError: CustomStringConvertible {
    /// A sentence or more: where, what is wrong, what to do.
    public var description: String {
        switch self {
            case .photos(let error): error.description
            case .noFolder(let path):
                "\(path): there is no such folder. Give one with photos, as .png, .jpg, .jpeg or "
                    + ".bmp, in it or in folders inside; \(PhotoLibrary.fewest) are the least."
            case .tooFewPhotos(let folder, let found):
                "\(folder): \(found) photos can be used; at least \(PhotoLibrary.fewest) are "
                    + "needed, and a good teacher needs some thousands. Give a folder with more."
            case .unreadable(let photos): FittingError.unreadable(photos).description
            case .wrongWidth(let backbone, let channels):
                "\(backbone): layer2 and layer3 give targets of \(channels) channels, but a "
                    + "teacher has \(TargetRecipe.teacherChannels). Give a ResNet-50 or a "
                    + "WideResNet-101-2."
            case .notFinite(let path):
                "\(path): the backbone's features of this photo are beyond half precision. "
                    + "The weights are damaged, or not for such pictures."
            case .otherCache(let path, let key, let found, let wanted):
                "\(path): the cache was made with another \(key): \(found), not \(wanted). Give "
                    + "the same \(key) again, or another --cache."
            case .badCache(let path, let problem):
                "\(path): \(problem). Give another --cache, or remove the file."
            case .system(let error): error.description
            case .cancelled: "stopped on request; the same command goes on where it stopped"
        }
    }
}
