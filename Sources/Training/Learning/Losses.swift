/// The terms of EfficientAD's loss, each a mean squared difference.
public struct Losses: Sendable, Equatable {
    /// Teacher against student, over the largest thousandth of the elements.
    public var hard = 0.0
    /// The student's outputs for a photograph that is no part.
    public var penalty = 0.0
    /// Teacher against autoencoder.
    public var autoencoder = 0.0
    /// Autoencoder against student.
    public var studentAutoencoder = 0.0

    /// No loss.
    public init() {}

    /// What is made small.
    public var total: Double { hard + penalty + autoencoder + studentAutoencoder }
}
