/// How much of a PyTorch file is believed.
///
/// The largest file that must be read is EfficientAD-M's Lightning checkpoint: 60 MiB of weights,
/// 120 MiB of optimizer state, some hundred records. The limits leave room and bound the harm.
enum TorchLimits {
    /// Records of one archive.
    static let records = 20_000
    /// Bytes of a record's name.
    static let nameBytes = 512
    /// Bytes of the archive's directory.
    static let directoryBytes = 16 << 20
    /// Bytes of `data.pkl`.
    static let pickleBytes = 64 << 20
    /// Instructions of `data.pkl`.
    static let instructions = 1_000_000
    /// Marks open at the same time.
    static let marks = 256
    /// Values on the stack at the same time.
    static let stack = 200_000
    /// Bytes of one storage.
    static let storageBytes = 512 << 20
    /// Dimensions of one tensor.
    static let rank = 8
    /// Elements of all tensors of one file together: 512 MiB as floats, for WideResNet-101-2.
    static let elements = 1 << 27
    /// Dictionaries and lists inside each other.
    static let depth = 32
    /// Values of the finished tree.
    static let values = 200_000
}
