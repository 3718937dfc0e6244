public import Host

/// Why a model cannot be read, written, fitted or used.
///
/// `file` is the path as it was given, or "the model in memory".
public enum ModelError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(HostError)
    /// The file cannot be written; nothing stands at its path that was not there before.
    case unwritable(HostError)
    /// The container is not a well-formed safetensors file, or not what was written into it.
    case malformed(file: String, reason: String)
    /// One tensor is missing, unexpected, of the wrong type or shape, or holds a wrong value.
    case badTensor(file: String, tensor: String, reason: String)
    /// One entry of `__metadata__` is missing or has a wrong value.
    case badMetadata(file: String, key: String, reason: String)
    /// A safetensors file of somebody else.
    case notAModel(file: String)
    /// A teacher by itself.
    case isTeacher(file: String)
    /// The model is for a detector that this program does not have.
    case unknownDetector(file: String, name: String)
    /// The golden pictures do not give the stored scores and maps.
    case goldenPictures(file: String, reason: String)
    /// In other numbers than float32 the held-out good parts' scores are too far from the right
    /// ones, or not known.
    case goodParts(file: String, precision: NetworkPrecision, reason: String)
    /// The system has no room for the threads that a detector asks for.
    case noThreads(HostError)
    /// The pictures given do not determine what was to be computed from them.
    case cannotFit(reason: String)

    /// The whole sentence: which file, which tensor, what is wrong, what to do next.
    public var description: String { advice.map { "\(fault); \($0)" } ?? fault }

    /// Which file, which tensor and what is wrong, for who knows better what to do: what is no
    /// model of its own needs other advice.
    public var fault: String {
        switch self {
            case .unreadable(let error): "the model cannot be read: \(error)"
            case .unwritable(let error): "the model cannot be written: \(error)"
            case .malformed(let file, let reason):
                "\(file): no safetensors file, or a damaged one: \(reason)"
            case .badTensor(let file, let tensor, let reason):
                "\(file): tensor `\(tensor)`: \(reason)"
            case .badMetadata(let file, let key, let reason):
                "\(file): metadata `\(key)`: \(reason)"
            case .notAModel(let file):
                "\(file): no model of this program: its metadata has no "
                    + "`\(MetadataKey.formatVersion.rawValue)`"
            case .isTeacher(let file): "\(file): is a teacher, not a model"
            case .unknownDetector(let file, let name):
                "\(file): made for the detector `\(name)`, which this program does not have "
                    + "(it has \(DetectorKind.names))"
            case .goldenPictures(let file, let reason):
                "\(file): the model does not reproduce its own golden pictures: \(reason)"
            case .goodParts(let file, let precision, let reason):
                "\(file): in \(precision.rawValue) it is not to be trusted: \(reason)"
            case .noThreads(let error): "the detector's threads cannot start: \(error)"
            case .cannotFit(let reason): "cannot fit: \(reason)"
        }
    }

    private var advice: String? {
        switch self {
            case .unreadable, .unwritable, .goodParts: nil
            case .malformed: "copy the model again, or " + Self.remedy
            case .badTensor, .badMetadata: Self.remedy
            case .notAModel: "name a model, or make one with `sight train` or `sight import`"
            case .isTeacher(let file): "`sight train --teacher \(file)` makes a model with it"
            case .unknownDetector: "use a newer program or another model"
            case .goldenPictures:
                "copy the model again, or " + Self.remedy + ", and keep the one that served before"
            case .noThreads: "ask for fewer threads"
            case .cannotFit: "give more, and more varied, pictures of good parts"
        }
    }

    /// For a file of any origin.
    private static let remedy =
        "make it again with `sight train`, `sight import` or `sight calibrate`"
}
