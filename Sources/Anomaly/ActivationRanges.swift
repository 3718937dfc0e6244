/// The largest value of every channel between the layers of teacher and student, over pictures of
/// good parts.
public struct ActivationRanges: Sendable, Equatable {
    /// Of the teacher's layers but the last, one after the other, then of the student's.
    public var values: [Float]

    /// Collects them.
    public init(values: [Float]) { self.values = values }

    /// How far above the largest value of good parts a byte reaches: what defects may need.
    private static let headroom: Float = 1.1
    /// The least that a channel gets, as a share of the layer's largest: one that good parts leave
    /// at zero may speak of a defect.
    private static let leastShare: Float = 1 / 32

    /// What one step of 255 is worth for each channel of each layer but the last.
    ///
    /// - Parameter widths: Of each network, the outputs of each layer but the last.
    /// - Returns: As the widths, with the channels of each layer.
    func units(widths: [[Int]]) -> [[[Float]]] {
        var first = 0
        return widths.map { network in
            network.map { width in
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
        guard values.count == count else {
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
