/// A file of `torch.save`, read without executing any of it.
public struct TorchCheckpoint: Sendable {
    /// How objects that are not tensors, containers or scalars are met.
    public enum Mode: Sendable {
        /// They are refused, and so are numbers that are not finite. For state dicts, bare tensors
        /// and plain dictionaries.
        case strict
        /// They become `.opaque`, and only the tensors under `state_dict` are read. For the
        /// checkpoints of PyTorch Lightning, which carry optimizers and settings as well.
        case lenient
    }

    /// What the file holds.
    public let root: TorchValue
    /// Checksums that did not agree; each is a sentence.
    public let warnings: [String]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The file, at most some hundred MiB.
    ///   - mode: How strange objects are met.
    /// - Returns: What the file holds, every tensor in it dense.
    /// - Throws: Whatever is wrong with the file; nothing of it is used then.
    public static func read(
        path: String, mode: Mode = .strict
    ) throws(TorchError) -> TorchCheckpoint {
        try TorchCheckpoint(ByteSource(path: path), mode: mode)
    }

    /// Reads a file that is already in memory.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - file: The name for messages.
    ///   - mode: How strange objects are met.
    /// - Returns: What the file holds, every tensor in it dense.
    /// - Throws: Whatever is wrong with the file.
    public static func read(
        bytes: [UInt8], file: String, mode: Mode = .strict
    ) throws(TorchError) -> TorchCheckpoint {
        try TorchCheckpoint(ByteSource(bytes, file: file), mode: mode)
    }

    private init(_ source: ByteSource, mode: Mode) throws(TorchError) {
        var zip = try TorchZip(source)
        let pickle = try zip.read("data.pkl", limit: TorchLimits.pickleBytes)
        var reader = PickleReader(
            pickle, file: source.file, mode: mode == .strict ? .strict : .lenient)
        let value = try reader.read()
        var tree = TorchTree(zip: zip, heap: reader.heap, mode: mode)
        switch mode {
            case .strict: root = try tree.value(value)
            case .lenient: root = try tree.checkpoint(value)
        }
        warnings = tree.zip.warnings
    }
}
