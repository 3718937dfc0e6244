import CKernels

/// Numbers that learn: their values, the gradient that a step gathers, Adam's two moments.
@safe final class LearnedTensor {
    let values: FloatBuffer
    let gradient: FloatBuffer
    let first: FloatBuffer
    let second: FloatBuffer

    /// Elements that one thread takes at a time.
    private static let chunk = 1 << 16

    init(_ values: FloatBuffer) {
        self.values = values
        gradient = FloatBuffer(count: values.count)
        first = FloatBuffer(count: values.count)
        second = FloatBuffer(count: values.count)
    }

    /// Moves the values by one step of Adam.
    func move(_ step: ckernels_adam_step, _ team: Team) {
        let count = values.count
        team.forEach((count + Self.chunk - 1) / Self.chunk) { part, _ in
            let start = part * Self.chunk
            move(step, start..<min(start + Self.chunk, count))
        }
    }

    /// Moves some of the values by one step of Adam.
    func move(_ step: ckernels_adam_step, _ part: Range<Int>) {
        var step = step
        let start = part.lowerBound
        unsafe ckernels_adam(
            values.start + start, first.start + start, second.start + start,
            gradient.start + start, part.count, &step)
    }
}

/// How Adam moves parameters.
///
/// - Source: D. Kingma and J. Ba, Adam, 2015; the decay is added to the gradient (L2).
public struct Adam: Sendable {
    /// The learning rate of this step.
    public var rate: Float
    /// The share of the first moment that stays.
    public var beta1: Float = 0.9
    /// The share of the second moment that stays.
    public var beta2: Float = 0.999
    /// Added to the root of the second moment.
    public var epsilon: Float = 1e-8
    /// L2 weight decay.
    public var decay: Float = 1e-5

    /// Adam with the usual constants and the decay of EfficientAD's training.
    public init(rate: Float) { self.rate = rate }

    /// The numbers of step `number`, counted from 1, with the moments' bias corrected.
    func step(_ number: Int) -> ckernels_adam_step {
        let first = 1 - power(Double(beta1), number)
        let second = 1 - power(Double(beta2), number)
        return ckernels_adam_step(
            rate: Float(Double(rate) / first), root: Float(1 / second.squareRoot()), beta1: beta1,
            beta2: beta2, epsilon: epsilon, decay: decay)
    }

    /// `base` to the power of a number that is not negative.
    private func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}
