/// EfficientAD's three networks, by the names their tensors begin with.
public enum NetworkName: String, Sendable, CaseIterable {
    case teacher
    case student
    case autoencoder
}
