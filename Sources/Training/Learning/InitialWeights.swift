import Anomaly

/// Weights that have learned nothing yet.
enum InitialWeights {
    /// Random weights and biases of one network, uniform within one over the root of each layer's
    /// inputs, as PyTorch begins.
    ///
    /// - Parameters:
    ///   - network: Which one.
    ///   - widths: The outputs of every layer.
    ///   - random: Where the numbers come from.
    ///   - keepsVariance: Whether weights are larger, so that rectified layers hand on as much
    ///     variance as they get, and biases zero (He et al., ICCV 2015).
    /// - Returns: Every tensor by its name.
    static func of(
        _ network: NetworkName, widths: [Int], _ random: inout some RandomNumberGenerator,
        keepsVariance: Bool = false
    ) -> [String: Tensor] {
        let layers = NetworkTable.layers(of: network, convolutions: widths.count) ?? []
        var tensors: [String: Tensor] = [:]
        var inputs = 3
        for (layer, outputs) in zip(layers, widths) {
            let taps = inputs * layer.kernel * layer.kernel
            let limit = (Float(keepsVariance ? 6 : 1) / Float(taps)).squareRoot()
            func drawn(_ count: Int) -> [Float] {
                (0..<count).map { _ in Float.random(in: -limit...limit, using: &random) }
            }
            tensors[layer.weightName] = Tensor(
                shape: [outputs, inputs, layer.kernel, layer.kernel], values: drawn(outputs * taps))
            tensors[layer.biasName] = Tensor(
                shape: [outputs],
                values: keepsVariance ? Array(repeating: 0, count: outputs) : drawn(outputs))
            inputs = outputs
        }
        return tensors
    }

    /// What a student and an autoencoder begin with for a teacher of these widths.
    ///
    /// The student is as wide as the teacher, but for twice as many outputs at the end (and, of
    /// EfficientAD-M, in the layer before it, as published).
    ///
    /// - Parameters:
    ///   - widths: The outputs of every layer of the teacher.
    ///   - random: Where the numbers come from.
    ///   - keepsVariance: Of the autoencoder, see `of`.
    /// - Returns: Every tensor by its name.
    static func pupils(
        ofTeacher widths: [Int], _ random: inout some RandomNumberGenerator,
        keepsVariance: Bool = false
    ) -> [String: Tensor] {
        let doubled = widths.count == 6 ? 2 : 1
        let student = widths.enumerated().map { index, width in
            index < widths.count - doubled ? width : 2 * width
        }
        let autoencoder = ModelSize.small.widths[2].dropLast() + [widths[widths.count - 1]]
        return of(.student, widths: student, &random)
            .merging(
                of(
                    .autoencoder, widths: Array(autoencoder), &random, keepsVariance: keepsVariance)
            ) { $1 }
    }

    /// Lets a student begin as the teacher, but for what is wider.
    static func copyTeacher(
        _ teacher: [String: Tensor], toStudentOf pupils: inout [String: Tensor]
    ) {
        for (name, tensor) in teacher {
            let copy = name.replacing("teacher.", with: "student.", maxReplacements: 1)
            if pupils[copy]?.shape == tensor.shape { pupils[copy] = tensor }
        }
    }
}
