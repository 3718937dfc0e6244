/// A convolution with what follows it at once: bias, rectification, 2x2 average pooling.
///
///     out[o][y][x] = bias[o] + sum over c, i, j of
///         weight[o][c][i][j] · in[c][y · stride + i - padding][x · stride + j - padding]
///
/// Input outside of the map counts as zero. Pooling drops an odd last row and column.
public struct Convolution: Sendable, Equatable {
    /// Output channels.
    public let outputs: Int
    /// Input channels.
    public let inputs: Int
    /// The side of the square kernel.
    public let kernel: Int
    /// The step of the kernel.
    public var stride = 1
    /// The zeros on every side of the input.
    public var padding = 0
    /// Whether negative results become zero, before pooling.
    public var rectified = true
    /// Whether the mean of each 2x2 block is taken.
    public var pooled = false
    /// What a step of each output is worth in a map of bytes, (outputs), at least 0.
    ///
    /// 0 where there is nothing but zero; `nil`: the result is no map of bytes.
    public var units: [Float]?
    /// (outputs, inputs, kernel, kernel).
    public let weight: [Float]
    /// (outputs).
    public let bias: [Float]

    /// Describes a convolution of step 1, without padding or pooling, rectified.
    ///
    /// - Parameters:
    ///   - inputs: Input channels.
    ///   - kernel: The side of the square kernel.
    ///   - weight: (outputs, inputs, kernel, kernel).
    ///   - bias: (outputs).
    public init(inputs: Int, kernel: Int, weight: [Float], bias: [Float]) {
        precondition(
            inputs > 0 && kernel > 0 && !bias.isEmpty
                && weight.count == bias.count * inputs * kernel * kernel,
            "a convolution's weights must fill (outputs, inputs, kernel, kernel)")
        outputs = bias.count
        self.inputs = inputs
        self.kernel = kernel
        self.weight = weight
        self.bias = bias
    }

    /// The same with other numbers.
    func with(weight: [Float], bias: [Float]) -> Convolution {
        var other = Convolution(inputs: inputs, kernel: kernel, weight: weight, bias: bias)
        (other.stride, other.padding) = (stride, padding)
        (other.rectified, other.pooled) = (rectified, pooled)
        other.units = units
        return other
    }

    /// The same with outputs in steps of `units`.
    var inUnits: Convolution {
        guard let units else { return self }
        let row = weight.count / outputs
        let steps = units.map { $0 > 0 ? 1 / $0 : 0 }
        return with(
            weight: weight.indices.map { weight[$0] * steps[$0 / row] },
            bias: bias.indices.map { bias[$0] * steps[$0] })
    }

    /// Whether kernel, step, padding and end are the same, so that both can be done at once.
    func sharesGeometry(with other: Convolution) -> Bool {
        inputs == other.inputs && kernel == other.kernel && stride == other.stride
            && padding == other.padding && rectified == other.rectified && pooled == other.pooled
            && (units == nil) == (other.units == nil)
    }

    /// The result's shape before pooling.
    func unpooledShape(from input: Shape) -> Shape {
        precondition(input.channels == inputs, "a convolution's input must have its channels")
        precondition(
            min(input.height, input.width) + 2 * padding >= kernel,
            "a convolution's input must be as large as its kernel")
        return Shape(
            channels: outputs, height: (input.height + 2 * padding - kernel) / stride + 1,
            width: (input.width + 2 * padding - kernel) / stride + 1)
    }

    /// How many padded input rows (or columns) are read for so many outputs.
    func reach(_ outputs: Int, _ isWinograd: Bool) -> Int {
        isWinograd
            ? WinogradStep.reach(outputs, kernel: kernel) : (outputs - 1) * stride + kernel
    }

    /// The shape of the result for an input of this shape.
    public func shape(from input: Shape) -> Shape {
        var shape = unpooledShape(from: input)
        if pooled {
            shape.height /= 2
            shape.width /= 2
        }
        return shape
    }
}

extension Convolution {
    /// The products with -v for each v of some vectors, and half the sum of its squares.
    ///
    /// The squared distance of t to v is the sum of t's squares and twice what comes out. Whole
    /// blocks of any numbers are computed, so the last vector stands in for those that are missing.
    init(productsWith vectors: ArraySlice<Float>, channels: Int) {
        let missing = -(vectors.count / channels) & (Element.bfloat16.block - 1)
        let whole = vectors + (0..<missing).flatMap { _ in vectors.suffix(channels) }
        let rows = Swift.stride(from: whole.startIndex, to: whole.endIndex, by: channels)
        let halves = rows.map { first in
            Float(whole[first..<first + channels].reduce(0.0) { $0 + Double($1) * Double($1) } / 2)
        }
        self.init(inputs: channels, kernel: 1, weight: whole.map { -$0 }, bias: halves)
        rectified = false
    }

    /// The same of one place for an input that `SplitStep` has split, in numbers of bfloat16: the
    /// weights rounded, what was rounded off, and rounded again.
    var split: Convolution {
        let rounded = weight.map { BFloat16($0).value }
        let rest = zip(weight, rounded).map { BFloat16($0 - $1).value }
        var weights: [Float] = []
        for first in Swift.stride(from: 0, to: weight.count, by: inputs) {
            let range = first..<first + inputs
            weights += rounded[range] + rest[range] + rounded[range]
        }
        var split = Convolution(inputs: 3 * inputs, kernel: 1, weight: weights, bias: bias)
        split.rectified = rectified
        return split
    }
}
