/// How wide the networks are.
public enum ModelSize: String, Sendable, CaseIterable {
    /// EfficientAD-S.
    case small = "s"
    /// EfficientAD-M.
    case medium = "m"
    /// Any other widths.
    case custom

    /// The outputs of every layer of teacher, student and autoencoder; none for `custom`.
    public var widths: [[Int]] {
        let autoencoder = [32, 32] + Array(repeating: 64, count: 11) + [384]
        switch self {
            case .small: return [[128, 256, 256, 384], [128, 256, 256, 768], autoencoder]
            case .medium:
                return [
                    [256, 512, 512, 512, 384, 384], [256, 512, 512, 512, 768, 768], autoencoder,
                ]
            case .custom: return []
        }
    }
}
