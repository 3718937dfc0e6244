public import Anomaly
public import Imaging

/// Why a folder of labelled pictures could not be evaluated.
public enum EvaluationError: Error, Equatable {
    /// A folder cannot be listed, or has no pictures.
    case pictures(ImagingError)
    /// There is nothing at the path.
    case noFolder(path: String)
    /// The path leads to a file.
    case notAFolder(path: String)
    /// The folder is not laid out as a test set.
    case noTestSet(path: String)
    /// There are no good parts to compare with.
    case noGood(path: String)
    /// Some pictures or masks cannot be used; each reason is a sentence.
    case unusable([String])
    /// Defective pictures without ground truth.
    case missingMasks([String])
    /// LOCO's table of saturations is missing or wrong.
    case badSaturations(file: String, reason: String)
    /// The model cannot be run.
    case model(ModelError)
    /// The networks give a value that is not a number for this picture.
    case notFinite(path: String)
    /// Someone asked to stop.
    case cancelled
}

extension EvaluationError: CustomStringConvertible {
    /// A sentence or more: where, what is wrong, what to do.
    public var description: String {
        switch self {
            case .pictures(let error): error.description
            case .noFolder(let path): "\(path): there is no such folder. \(Self.layout)"
            case .notAFolder(let path): "\(path): is a file, not a folder. \(Self.layout)"
            case .noTestSet(let path): "\(path): has no folder `test`. \(Self.layout)"
            case .noGood(let path):
                "\(path): has no pictures in test/good. Without good parts neither AUROC nor "
                    + "false rejects can be measured; put good parts there that the model was not "
                    + "made of."
            case .unusable(let reasons):
                (reasons.count == 1
                    ? "1 picture cannot be used. Mend or remove it"
                    : "\(reasons.count) pictures cannot be used. Mend or remove them")
                    + ", or pass --skip-unreadable." + Self.list(reasons)
            case .missingMasks(let paths):
                (paths.count == 1
                    ? "1 defective picture has no mask"
                    : "\(paths.count) defective pictures have no mask")
                    + " in ground_truth/KIND (NAME_mask.png, NAME.png, or a folder NAME). Add what "
                    + "is missing, or pass --image-only to leave out the pixel metrics."
                    + Self.list(paths)
            case .badSaturations(let file, let reason):
                "\(file): \(reason). sPRO needs MVTec LOCO's list of `pixel_value`, "
                    + "`saturation_threshold`, `relative_saturation`; pass --image-only to do "
                    + "without."
            case .model(let error): error.description
            case .notFinite(let path):
                "\(path): the networks' output is not finite for this picture. The weights are "
                    + "damaged; run `sight model verify`."
            case .cancelled: "stopped on request; nothing was written"
        }
    }

    private static let layout =
        "Give a folder laid out as MVTec AD or MVTec LOCO: test/good, test/KIND of defect, "
        + "ground_truth/KIND."

    private static func list(_ lines: [String]) -> String {
        let shown = lines.prefix(10).map { "\n  \($0)" }.joined()
        return shown + (lines.count > 10 ? "\n  and \(lines.count - 10) more" : "")
    }
}
