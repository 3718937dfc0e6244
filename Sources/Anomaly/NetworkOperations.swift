import Compute

extension NetworkWeights {
    /// The operations of one network; the weights were checked before.
    ///
    /// The teacher's mean and deviation go into its last layer: (W·x + b - mean) / deviation.
    func operations(of network: NetworkName) -> [Operation] {
        let layers = layers(of: network) ?? []
        return layers.enumerated().flatMap { index, layer in
            let normalised = network == .teacher && index == layers.count - 1
            let convolution = Operation.convolution(
                convolution(of: layer, normalised: normalised))
            guard let side = layer.resizedTo else { return [convolution] }
            return [.resize(height: side, width: side), convolution]
        }
    }

    private func convolution(of layer: NetworkLayer, normalised: Bool) -> Convolution {
        guard let weight = tensors[layer.weightName], let bias = tensors[layer.biasName] else {
            preconditionFailure("weights are checked before they are planned")
        }
        var convolution = Convolution(
            inputs: weight.shape[1], kernel: layer.kernel,
            weight: normalised ? dividedByDeviation(weight.values) : weight.values,
            bias: normalised ? normalisedBias(bias.values) : bias.values)
        convolution.stride = layer.stride
        convolution.padding = layer.padding
        convolution.rectified = layer.rectified
        convolution.pooled = layer.pooled
        return convolution
    }

    private func dividedByDeviation(_ weight: [Float]) -> [Float] {
        let row = weight.count / teacherDeviation.count
        var weight = weight
        for (output, deviation) in teacherDeviation.enumerated() {
            for index in (output * row)..<((output + 1) * row) { weight[index] /= deviation }
        }
        return weight
    }

    private func normalisedBias(_ bias: [Float]) -> [Float] {
        bias.indices.map {
            Float((Double(bias[$0]) - Double(teacherMean[$0])) / Double(teacherDeviation[$0]))
        }
    }
}
