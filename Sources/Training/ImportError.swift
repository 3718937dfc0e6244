/// Why a checkpoint's files do not make up the networks of a model.
public enum ImportError: Error, Equatable {
    /// There is nothing at the path.
    case missing(path: String)
    /// There is nothing at the path of what is to be imported.
    case missingSource(path: String)
    /// The folder holds none of the layouts that are known.
    case unknownLayout(path: String, found: [String], advice: String)
    /// Two files could both be the one that is needed.
    case ambiguous(path: String, role: String, found: [String])
    /// The file with this network or statistic is not where it should be.
    case missingPart(path: String, role: String, looked: [String])
    /// A file was refused by the reader.
    case torch(TorchError)
    /// A file holds something else than its name says.
    case unexpected(file: String, problem: String)
}

extension ImportError: CustomStringConvertible {
    /// One or two sentences: where, what is wrong, what to do.
    public var description: String {
        switch self {
            case .missing(let path):
                "\(path): there is no such file or folder."
            case .missingSource(let path):
                "\(path): there is no such file or folder. Give PUAD's folder of one product, a "
                    + "folder with student.pt, autoencoder.pt and teacher.pt, or a .ckpt of "
                    + "anomalib."
            case .unknownLayout(let path, let found, let advice):
                "\(path): no model that can be imported; found \(Self.list(found)). \(advice)"
            case .ambiguous(let path, let role, let found):
                "\(path): \(Self.list(found)) could all be the \(role). Leave only one of them."
            case .missingPart(let path, let role, let looked):
                "\(path): the \(role) is missing; looked for \(Self.list(looked))."
                    + (role == "teacher" ? " Name it with --teacher FILE." : "")
            case .torch(let error):
                error.description
            case .unexpected(let file, let problem):
                "\(file): \(problem)."
        }
    }

    private static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "nothing" }
        let shown = names.prefix(6).joined(separator: ", ")
        return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
    }
}
