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
        var matrix: [Double] = []
        matrix.reserveCapacity(count * count)
        for a in 0..<count {
            for b in 0..<count {
                let (ofA, ofB) = (a % taps, b % taps)
                let distance = abs(ofA / kernel - ofB / kernel) + abs(ofA % kernel - ofB % kernel)
                matrix.append((a / taps == b / taps ? 1 : Self.ofColor) * powers[distance])
            }
        }
        let failed = factorise(&matrix, side: count)
        precondition(failed == nil, "how samples go with each other is positive definite")
        let side = count
        shares = (0..<side * side).map { index in
            let (row, column) = (index / side, index % side)
            return Float(matrix[column * side + row] / matrix[row * side + row])
        }
    }

    /// Whole numbers from -127 to 127 for weights in that range.
    func rounded(_ weights: [Float]) -> [Float] {
        precondition(weights.count == count, "a kernel has its side's weights")
        var (wholes, errors) = (weights, weights)
        for index in (0..<count).reversed() {
            var later: Float = 0
            for other in index + 1..<count {
                later += shares[index * count + other] * errors[other]
            }
            let whole = (weights[index] - later).rounded()
            wholes[index] = min(max(whole, -Self.largest), Self.largest)
            errors[index] = wholes[index] - weights[index]
        }
        return wholes
    }
}
