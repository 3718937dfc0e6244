public import Anomaly

/// What a PyTorch file holds, as a tree.
public enum TorchValue: Sendable, Equatable {
    /// Numbers with a shape: dense, row-major, 32-bit floats whatever the file stored.
    case tensor(Tensor)
    /// A dictionary; whole-number keys are written as text.
    case dictionary([String: TorchValue])
    /// A list or a tuple.
    case list([TorchValue])
    /// A number.
    case number(Double)
    /// A string.
    case text(String)
    /// A truth value.
    case bool(Bool)
    /// Python's None.
    case none
    /// Something that was not looked into, with its class or the reason.
    case opaque(String)

    /// The entry of a dictionary; `nil` where there is none or this is no dictionary.
    ///
    /// - Parameter key: The key to look up.
    public subscript(key: String) -> TorchValue? {
        if case .dictionary(let entries) = self { entries[key] } else { nil }
    }

    /// The tensor, where this is one.
    public var tensor: Tensor? {
        if case .tensor(let tensor) = self { tensor } else { nil }
    }
}
