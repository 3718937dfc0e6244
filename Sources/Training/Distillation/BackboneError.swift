public import Anomaly
public import Host

/// Why a file is no backbone that a teacher can be distilled from.
public enum BackboneError: Error, Equatable {
    /// The file cannot be read.
    case unreadable(HostError)
    /// A PyTorch file was refused by its reader.
    case torch(TorchError)
    /// A safetensors file was refused by its reader.
    case safetensors(ModelError)
    /// A file that has no weights at all.
    case noWeights(file: String)
    /// The file's tensors are no residual network whose names are known.
    case unknownLayout(file: String, found: [String])
    /// A tensor is missing, or does not fit the network it should be a part of.
    case badTensor(file: String, tensor: String, problem: String)
}

extension BackboneError: CustomStringConvertible {
    /// One or two sentences: where, what is wrong, what to do.
    public var description: String {
        switch self {
            case .unreadable(let error): error.description
            case .torch(let error): error.description
            case .safetensors(let error):
                "\(error.fault). Copy the file again, or give another backbone."
            case .noWeights(let file): "\(file): \(ForeignFile.neither). \(Self.wanted)"
            case .unknownLayout(let file, let found): Self.unknownLayout(file, found)
            case .badTensor(let file, let tensor, let problem):
                "\(file): tensor \(tensor): \(problem)."
        }
    }

    private static func unknownLayout(_ file: String, _ found: [String]) -> String {
        let names = found.isEmpty ? "no tensors" : found.prefix(4).joined(separator: ", ")
        return "\(file): no backbone that is known; found \(names). \(wanted)"
    }

    private static let wanted =
        "Give torchvision's ResNet-50 or WideResNet-101-2 (conv1.weight, bn1.weight, "
        + "layer1.0.conv1.weight ...) as .pth or safetensors, or a folded ResNet-50 "
        + "(conv0.weight, conv0.bias, conv1.weight ...) as safetensors."
}
