/// Rounds a kernel's weights for a picture, each by little, so that the sum over what pictures
/// have under a kernel changes least.
///
/// Neighbouring samples are nearly the same, so errors that cancel out in them cost next to
/// nothing, while the nearest whole numbers add the same error to every picture. The expected
/// square of an output's error e is eᵀ · R · e, where R says how samples go with each other. With
/// R = L · Lᵀ it is the square of Lᵀ · e, whose elements are made small one after the other, from
/// the last on.
///
/// - Source: Babai, "On Lovász' lattice reduction and the nearest lattice point problem" (1986),
///   the nearest plane procedure. R is that of a first-order autoregressive process.
struct PictureRounding {
    /// The weights of an output, (colours, kernel, kernel).
    let count: Int

    /// Lᵀ, (count, count), each row over its diagonal element.
    private let shares: [Float]

    /// How much of a sample is in the one beside it: a common value for photographs.
    private static let ofNeighbour = 0.97
    /// How much of a colour is in another.
    private static let ofColor = 0.95
    /// The largest weight.
    private static let largest: Float = 127
    /// The sample of a grey picture.
    static let grey: Float = 128

    /// Prepares for kernels of a side.
    init(kernel: Int, colors: Int) {
        let taps = kernel * kernel
        count = colors * taps
        let powers = (0..<2 * kernel).map { distance in
            (0..<distance).reduce(1.0) { power, _ in power * Self.ofNeighbour }
        }
        // R is a product of how colours, rows and columns go with each other, and so is L.
        let ofColors = Self.shares(side: colors) { $0 == $1 ? 1 : Self.ofColor }
        let ofLines = Self.shares(side: kernel) { powers[abs($0 - $1)] }
        var shares: [Float] = []
        shares.reserveCapacity(count * count)
        for a in 0..<count {
            let (colorA, rowA, columnA) = (a / taps, a % taps / kernel, a % kernel)
            for colorB in 0..<colors {
                let ofColor = ofColors[colorA * colors + colorB]
                for rowB in 0..<kernel {
                    let ofRow = ofColor * ofLines[rowA * kernel + rowB]
                    for columnB in 0..<kernel {
                        shares.append(Float(ofRow * ofLines[columnA * kernel + columnB]))
                    }
                }
            }
        }
        self.shares = shares
    }

    /// Lᵀ of one of the factors, (side, side), each row over its diagonal element.
    private static func shares(
        side: Int, _ common: (_ one: Int, _ other: Int) -> Double
    ) -> [Double] {
        var matrix = (0..<side * side).map { common($0 / side, $0 % side) }
        let failed = factorise(&matrix, side: side)
        precondition(failed == nil, "how samples go with each other is positive definite")
        return (0..<side * side).map { index in
            let (row, column) = (index / side, index % side)
            return matrix[column * side + row] / matrix[row * side + row]
        }
    }

    /// Weights of 16 outputs.
    typealias Outputs = SIMD16<Float>

    /// Whole numbers from -127 to 127 for weights in that range, of 16 outputs each for itself.
    func rounded(_ weights: [Outputs]) -> [Outputs] {
        precondition(weights.count == count, "a kernel has its side's weights")
        var (wholes, errors) = (weights, weights)
        for index in (0..<count).reversed() {
            var later = Outputs()
            for other in index + 1..<count {
                later += errors[other] * shares[index * count + other]
            }
            let whole = (weights[index] - later).rounded(.toNearestOrAwayFromZero)
            wholes[index] = whole.clamped(
                lowerBound: Outputs(repeating: -Self.largest),
                upperBound: Outputs(repeating: Self.largest))
            errors[index] = wholes[index] - weights[index]
        }
        return wholes
    }
}
