import Anomaly
import Host

/// The tensors of a backbone's file by name, whatever the container.
struct BackboneTensors {
    /// The path, for messages.
    let file: String
    /// Of the file's bytes, in hexadecimal.
    let digest: String
    /// Every tensor's name.
    let names: Set<String>
    /// What was doubtful but not refused; each is a sentence.
    let warnings: [String]
    private let source: Source

    private enum Source {
        case torch([String: TorchValue])
        case safetensors(SafeTensors)
    }

    /// The most bytes of a file: twice WideResNet-101-2 in single precision.
    private static let limit = 1 << 30

    /// Reads a `.pth` of `torch.save` or a safetensors file, told apart by their first bytes.
    init(path: String) throws(BackboneError) {
        let bytes: [UInt8]
        do throws(HostError) {
            bytes = try FileSystem.read(path, limit: Self.limit)
        } catch {
            throw .unreadable(error)
        }
        try self.init(bytes, file: path)
    }

    /// Takes a file that is already in memory.
    ///
    /// PyTorch's holds a state dict, alone or under `state_dict`.
    init(_ bytes: [UInt8], file: String) throws(BackboneError) {
        self.file = file
        digest = SHA256.hexadecimalDigest(of: bytes)
        let kind = ForeignFile(head: Array(bytes.prefix(16)), file: file)
        guard kind != .unknown else { throw .noWeights(file: file) }
        if kind == .safetensors {
            let content = try Self.safetensors(bytes, file)
            source = .safetensors(content)
            names = Set(content.tensors.keys)
            warnings = []
        } else {
            let checkpoint = try Self.torch(bytes, file)
            guard case .dictionary(let entries) = checkpoint.root["state_dict"] ?? checkpoint.root
            else { throw .unknownLayout(file: file, found: []) }
            source = .torch(entries)
            names = Set(entries.keys)
            warnings = checkpoint.warnings
        }
    }

    private static func safetensors(
        _ bytes: [UInt8], _ file: String
    ) throws(BackboneError) -> SafeTensors {
        do throws(ModelError) {
            return try SafeTensors(bytes, file: file)
        } catch {
            throw .safetensors(error)
        }
    }

    private static func torch(
        _ bytes: [UInt8], _ file: String
    ) throws(BackboneError) -> TorchCheckpoint {
        do throws(TorchError) {
            return try TorchCheckpoint.read(bytes: bytes, file: file)
        } catch {
            throw .torch(error)
        }
    }

    /// The tensor of that name.
    func tensor(_ name: String) throws(BackboneError) -> Tensor {
        switch source {
            case .torch(let entries):
                guard let tensor = entries[name]?.tensor else { throw missing(name) }
                return tensor
            case .safetensors(let content):
                guard let stored = content.tensors[name] else { throw missing(name) }
                do throws(ModelError) {
                    return Tensor(shape: stored.shape, values: try content.floats(name))
                } catch {
                    throw .safetensors(error)
                }
        }
    }

    /// The extents of the tensor of that name.
    func shape(_ name: String) throws(BackboneError) -> [Int] {
        switch source {
            case .torch: return try tensor(name).shape
            case .safetensors(let content):
                guard let stored = content.tensors[name] else { throw missing(name) }
                return stored.shape
        }
    }

    private func missing(_ name: String) -> BackboneError {
        .badTensor(file: file, tensor: name, problem: "missing")
    }
}
