/// A file that is not a PyTorch archive, told by its first bytes.
public enum ForeignFile: Sendable, Equatable {
    /// Nothing at all.
    case empty
    /// PyTorch before 1.6: a bare pickle.
    case legacyTorch
    /// A compiled PyTorch program.
    case torchScript
    /// An array or a pickled object of NumPy, as rximg/EfficientAD writes its quantiles.
    case numpy
    /// A network in the exchange format ONNX.
    case onnx
    /// A safetensors file, perhaps a model of our own.
    case safetensors
    /// An archive whose numbers have their highest byte first.
    case bigEndian
    /// None of the known ones.
    case unknown

    /// Recognises a file by its beginning; `nil` when it starts as a zip archive does.
    ///
    /// - Parameters:
    ///   - head: The first bytes, up to 16.
    ///   - file: The name, because ONNX has no mark of its own.
    init?(head: [UInt8], file: String) {
        if head.isEmpty {
            self = .empty
        } else if head.starts(with: [0x50, 0x4B, 3, 4]) {
            return nil
        } else if head.starts(with: [0x80, 2, 0x8A, 0x0A]) {
            self = .legacyTorch
        } else if head.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
            self = .numpy
        } else if file.hasSuffix(".onnx") || (head[0] == 8 && head.dropFirst(2).first == 0x12) {
            self = .onnx
        } else if head.count > 8, head[8] == 0x7B, head[4..<8].allSatisfy({ $0 == 0 }) {
            self = .safetensors
        } else {
            self = .unknown
        }
    }

    /// What `unknown` is where PyTorch's files are not the only ones that are taken.
    static let neither = "is neither a safetensors file nor a PyTorch checkpoint"

    /// What the file is and what to do about it.
    var sentence: String {
        switch self {
            case .empty:
                "the file is empty. Copy it again."
            case .legacyTorch:
                "written in PyTorch's format from before version 1.6. Load it in a newer PyTorch "
                    + "and save the state_dict() again with torch.save."
            case .torchScript:
                "holds a compiled PyTorch program (TorchScript), not weights alone. "
                    + "Save the model's state_dict() with torch.save."
            case .numpy:
                "is a NumPy file. Quantiles are computed anew on import: "
                    + "give the networks' state dicts and a folder of good pictures."
            case .onnx:
                "is an ONNX network. Import the PyTorch checkpoint it was exported from."
            case .safetensors:
                "is a safetensors file, not PyTorch's. A model of Sight needs no import: "
                    + "try `sight model show`."
            case .bigEndian:
                "holds numbers with the highest byte first. Save it again on an x86 or ARM machine."
            case .unknown:
                "is not a PyTorch file: it does not start as a zip archive does. "
                    + "Give a file written by torch.save."
        }
    }
}
