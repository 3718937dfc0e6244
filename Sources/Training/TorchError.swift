/// Why a PyTorch file was refused.
///
/// Nothing of a refused file is used, and nothing in it is ever executed.
public enum TorchError: Error, Equatable {
    /// The file cannot be opened or read.
    case unreadable(file: String, reason: String)
    /// The file is something else than what `torch.save` writes today.
    case foreign(file: String, kind: ForeignFile)
    /// The zip container contradicts itself or breaks a limit.
    case archive(file: String, record: String, problem: String)
    /// The description of the tensors contradicts itself or breaks a limit.
    case pickle(file: String, offset: Int, problem: String)
    /// The description asks to call something that only a Python program may call.
    case call(file: String, offset: Int, name: String)
    /// The file holds a Python object of this class instead of weights alone.
    case wholeModule(file: String, offset: Int, name: String)
    /// A tensor does not fit its storage, or holds what no weight may be.
    case tensor(file: String, name: String, problem: String)
}

extension TorchError: CustomStringConvertible {
    /// One sentence or two: the file, the place in it, what is wrong and what to do.
    public var description: String {
        switch self {
            case .unreadable(let file, let reason):
                "\(file): \(reason)."
            case .foreign(let file, let kind):
                "\(file): \(kind.sentence)"
            case .archive(let file, let record, let problem):
                "\(file): \(Self.place(record)): \(problem). \(Self.damaged)"
            case .pickle(let file, let offset, let problem):
                "\(file): data.pkl, byte \(offset): \(problem). \(Self.damaged)"
            case .call(let file, let offset, let name):
                "\(file): data.pkl, byte \(offset): asks to call \(name); nothing was called. "
                    + "Only weights are imported: if you trust the file, load it in Python and "
                    + "save the model's state_dict() instead."
            case .wholeModule(let file, let offset, let name):
                "\(file): data.pkl, byte \(offset): holds a whole Python object (\(name)), which "
                    + "only its own program may load. \(Self.advice(for: name))"
            case .tensor(let file, let name, let problem):
                "\(file): tensor \(name): \(problem). \(Self.damaged)"
        }
    }

    private static let damaged = "Copy the file again or save it again with torch.save."

    private static func place(_ record: String) -> String {
        record.isEmpty ? "the archive" : "record \(record)"
    }

    private static func advice(for name: String) -> String {
        if name.hasPrefix("anomalib.") {
            return "Import the Lightning checkpoint (model.ckpt) of the same training instead."
        }
        return "In Python: torch.save(torch.load(\"old.pth\", weights_only=False).state_dict(), "
            + "\"new.pt\"), then import the new file."
    }
}
