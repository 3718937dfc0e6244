/// What the teacher's outputs are like in good parts.
///
/// A place of a picture is compared with all that is remembered; how far the nearest is, is how
/// anomalous it is. Only the directions in which good parts differ are looked at.
///
/// - Source: PatchCore (Roth et al., CVPR 2022); see decision 0010.
public struct MemoryBank: Sendable, Equatable {
    /// The directions, of length 1 and across each other, (coordinates, channels).
    public var axes: Tensor
    /// What is remembered, along these directions, (vectors, coordinates).
    public var vectors: Tensor

    /// The most vectors: comparing with more takes longer than everything else.
    public static let mostVectors = 32_768

    /// The directions that are looked at: of a teacher with 384 channels those that hold nearly all
    /// of what varies, and as many defects as all of them.
    public static let usualCoordinates = 96

    /// Pairs the two; they are checked with the weights.
    public init(axes: Tensor, vectors: Tensor) {
        self.axes = axes
        self.vectors = vectors
    }

    /// How much is remembered.
    public var count: Int { vectors.shape.first ?? 0 }

    /// Checks shapes and values of what a file calls so.
    func check(
        channels: Int, file: String, _ names: (axes: String, vectors: String)
    ) throws(ModelError) {
        guard axes.shape.count == 2, axes.shape[1] == channels,
            (1...channels).contains(axes.shape[0])
        else {
            throw .badTensor(
                file: file, tensor: names.axes,
                reason: "its shape is \(axes.shape), not (1…\(channels), \(channels))")
        }
        guard vectors.shape.count == 2, vectors.shape[1] == axes.shape[0],
            (1...Self.mostVectors).contains(vectors.shape[0])
        else {
            throw .badTensor(
                file: file, tensor: names.vectors,
                reason: "its shape is \(vectors.shape), not (1…\(Self.mostVectors), "
                    + "\(axes.shape[0]))")
        }
        for (name, tensor) in [(names.axes, axes), (names.vectors, vectors)] {
            if let index = firstNotFinite(tensor.values) {
                throw .badTensor(file: file, tensor: name, reason: "element \(index) is not finite")
            }
        }
    }
}
