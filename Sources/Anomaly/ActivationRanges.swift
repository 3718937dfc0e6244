/// The largest value of every channel between the layers, over pictures of good parts.
public struct ActivationRanges: Sendable, Equatable {
    /// Of the rectified layers of the teacher, then of the student and of the autoencoder.
    ///
    /// Files of the first kind end before the autoencoder, which does without bytes then.
    public var values: [Float]

    /// Collects them.
    public init(values: [Float]) { self.values = values }

    /// How far above the largest value of good parts a byte reaches: what defects may need.
    private static let headroom: Float = 1.1
    /// The least that a channel gets, as a share of the layer's largest: one that good parts leave
    /// at zero may speak of a defect.
    private static let leastShare: Float = 1 / 32

    /// What one step of 255 is worth for each channel of each rectified layer.
    ///
    /// - Parameter widths: Of each network, the outputs of each rectified layer.
    /// - Returns: As the widths, with the channels of each layer; none of a network that the values
    ///   end before.
    func units(widths: [[Int]]) -> [[[Float]]] {
        var first = 0
        return widths.map { network in
            guard first < values.count else { return [] }
            return network.map { width in
                defer { first += width }
                let layer = values[first..<first + width]
                let least = (layer.max() ?? 0) * Self.leastShare
                return layer.map { max($0, least) * Self.headroom / 255 }
            }
        }
    }

    /// Checks that there is one value for each channel, finite and not negative.
    func check(widths: [[Int]], file: String) throws(ModelError) {
        let count = widths.joined().reduce(0, +)
        // Files of the first kind have none of the third network, the autoencoder.
        let ofFirstKind = widths.prefix(2).joined().reduce(0, +)
        guard values.count == count || values.count == ofFirstKind else {
            throw .badTensor(
                file: file, tensor: TensorName.activationRanges,
                reason: "\(values.count) values for \(count) channels")
        }
        if let index = values.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw .badTensor(
                file: file, tensor: TensorName.activationRanges,
                reason: "element \(index) is not a number from 0")
        }
    }
}
