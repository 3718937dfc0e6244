public import Host

/// Why a model cannot be read, written, fitted or used.
///
/// `file` is the path as it was given, or "the model in memory".
public enum ModelError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(HostError)
    /// The file cannot be written; nothing stands at its path that was not there before.
    case unwritable(HostError)
    /// The container is not a well-formed safetensors file.
    case malformed(file: String, reason: String)
    /// One tensor is missing, unexpected, of the wrong type or shape, or holds a wrong value.
    case badTensor(file: String, tensor: String, reason: String)
    /// One entry of `__metadata__` is missing or has a wrong value.
    case badMetadata(file: String, key: String, reason: String)
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
    public var description: String {
        switch self {
            case .unreadable(let error): "the model cannot be read: \(error)"
            case .unwritable(let error): "the model cannot be written: \(error)"
            case .malformed(let file, let reason):
                "\(file): not a well-formed safetensors file: \(reason); " + Self.remedy
            case .badTensor(let file, let tensor, let reason):
                "\(file): tensor `\(tensor)`: \(reason); " + Self.remedy
            case .badMetadata(let file, let key, let reason):
                "\(file): metadata `\(key)`: \(reason); " + Self.remedy
            case .isTeacher(let file):
                "\(file): is a teacher, not a model; `sight train --teacher \(file)` makes a model "
                    + "with it"
            case .unknownDetector(let file, let name):
                "\(file): made for the detector `\(name)`, which this program does not have "
                    + "(it has \(DetectorKind.names)); use a newer program or another model"
            case .goldenPictures(let file, let reason):
                "\(file): the model does not reproduce its own golden pictures: \(reason); "
                    + Self.remedy + ", and keep the one that served before"
            case .goodParts(let file, let precision, let reason):
                "\(file): in \(precision.rawValue) it is not to be trusted: \(reason)"
            case .noThreads(let error):
                "the detector's threads cannot start: \(error); ask for fewer threads"
            case .cannotFit(let reason):
                "cannot fit: \(reason); give more, and more varied, pictures of good parts"
        }
    }

    /// For a file of any origin, and one that was damaged on its way.
    private static let remedy =
        "copy the model again, or make it again with `sight train`, `sight import` or "
        + "`sight calibrate`"
}
