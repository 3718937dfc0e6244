/// What one step of a plan does, in words and numbers.
public struct StepFacts: Sendable {
    /// For example "4x4 128 → 256, 122x122, Winograd".
    public let text: String
    /// The multiplications and additions of its definition, whatever it does instead.
    public let operations: Int

    init(_ step: PlanBuilder.Step, in builder: PlanBuilder) {
        switch step {
            case .convolution(let convolutions, let source, _):
                let counts = convolutions.map { "\($0.outputs)" }.joined(separator: " + ")
                (text, operations) = Self.facts(
                    convolutions, counts, source, builder.isWinograd(convolutions[0], source))
            case .addition(let convolution, let source, _):
                (text, operations) = Self.facts(
                    [convolution], "\(convolution.outputs) + map", source, false)
            case .largest(let window, let source, _):
                text = "largest of \(window.side)x\(window.side), \(source.channels)"
                operations = 0
            case .distance(let convolution, let source, let other, _):
                let outputs = "\(convolution.outputs) → distance" + (other == nil ? "" : " to map")
                (text, operations) = Self.facts(
                    [convolution], outputs, source, builder.isWinograd(convolution, source))
            case .split(let source, _):
                text = "split \(source.channels) into 3"
                operations = 0
            case .nearest(let products, let source, _, _, _):
                (text, operations) = Self.facts(
                    [products], "nearest of \(products.outputs)", source, false)
            case .resize(let source, let target):
                text = "resize \(source.channels), \(source.height) → \(target.height)"
                operations = 0
        }
    }

    private static func facts(
        _ convolutions: [Convolution], _ outputs: String, _ source: FeatureMap, _ isWinograd: Bool
    ) -> (String, Int) {
        let first = convolutions[0]
        let shape = first.unpooledShape(from: source.shape)
        let products = convolutions.reduce(0) { $0 + $1.weight.count } * shape.plane
        let end = (first.pooled ? ", pooled" : "") + (isWinograd ? ", Winograd" : "")
        return (
            "\(first.kernel)x\(first.kernel) \(first.inputs) → \(outputs), "
                + "\(shape.height)x\(shape.width)\(end)", 2 * products
        )
    }
}
