public import Anomaly
public import Imaging

/// Why a model could not be fitted to good pictures.
public enum FittingError: Error, Equatable {
    /// The folder cannot be listed or has no pictures.
    case pictures(ImagingError)
    /// The folder holds a whole data set, good and anomalous, in a layout that is not known.
    case mixedFolder(path: String, found: String)
    /// The folder stands among the tests and is not called good.
    case defectFolder(path: String)
    /// The folder holds the masks of a data set.
    case maskFolder(path: String)
    /// There is nothing at the path.
    case noFolder(path: String)
    /// The path leads to a file.
    case notAFolder(path: String)
    /// There are fewer pictures than statistics can be made of.
    case tooFew(folder: String, training: Int, heldOut: Int, share: Double)
    /// Some pictures cannot be used; each with its reason.
    case unreadable([UnreadablePicture])
    /// The scores or weights do not make a model.
    case model(ModelError)
    /// The model has a memory in place of a student, and cannot do without.
    case noStudent
    /// The networks give a value that is not a number for this picture.
    case notFinite(path: String)
    /// Someone asked to stop.
    case cancelled
}

/// A picture that could not be used.
public struct UnreadablePicture: Sendable, Equatable {
    /// The file.
    public var path: String
    /// What is wrong with it, a sentence.
    public var reason: String

    /// Pairs the two.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension FittingError: CustomStringConvertible {
    /// A sentence or more: where, what is wrong, what to do.
    public var description: String {
        switch self {
            case .pictures(let error):
                error.description
            case .mixedFolder(let path, let found):
                "\(path): has a folder `\(found)` but no `train/good`, so it is not clear which "
                    + "pictures are good. Give the folder with the good pictures alone."
            case .defectFolder(let path):
                "\(path): looks like the pictures of one defect, in a folder `test`. Give the "
                    + "folder with good parts."
            case .maskFolder(let path):
                "\(path): looks like the masks of defects, in a folder `ground_truth`. Give the "
                    + "folder with good parts."
            case .noFolder(let path):
                "\(path): there is no such folder. \(Self.layout)"
            case .notAFolder(let path):
                "\(path): is a file, not a folder. \(Self.layout)"
            case .tooFew(let folder, let training, let heldOut, let share):
                Self.tooFew(folder, training, heldOut, share)
            case .unreadable(let pictures):
                Self.unreadable(pictures)
            case .model(let error):
                error.description
            case .notFinite(let path):
                "\(path): the networks' output is not finite for this picture. "
                    + "The weights are damaged or not EfficientAD's."
            case .noStudent:
                "the model compares with a memory and has no student: keep the detector `memory` "
                    + "or `memory+puad`, or make another model with `sight train`."
            case .cancelled:
                "stopped on request; nothing was written"
        }
    }

    private static let layout =
        "Give the folder with pictures of good parts: in train/good and validation/good, in "
        + "train/good alone, or simply inside."

    private static func tooFew(
        _ folder: String, _ training: Int, _ heldOut: Int, _ share: Double
    ) -> String {
        let needed = Int(
            max(
                Double(PictureSplit.fewestHeldOut) / share,
                Double(PictureSplit.fewestTraining) / (1 - share)
            ).rounded(.up))
        return "\(folder): \(training) good pictures to fit to and \(heldOut) held out; at least "
            + "\(PictureSplit.fewestTraining) and \(PictureSplit.fewestHeldOut) are needed. "
            + "Give \(needed) or more in one folder (\(Int(share * 100)) % are held out), or put "
            + "them into train/good and validation/good."
    }

    private static func unreadable(_ pictures: [UnreadablePicture]) -> String {
        let shown = pictures.prefix(10).map { "\n  \($0.reason)" }.joined()
        let rest = pictures.count > 10 ? "\n  and \(pictures.count - 10) more" : ""
        let (all, them) =
            pictures.count == 1 ? ("1 picture", "it") : ("\(pictures.count) pictures", "them")
        return "\(all) cannot be used. Remove \(them) or pass --skip-unreadable." + shown + rest
    }
}
