public import Compute

/// EfficientAD's networks as networks that learn.
extension NetworkWeights {
    /// The student with a head for each half of its outputs.
    ///
    /// The first head imitates the teacher, the second the autoencoder. The weights were checked
    /// before.
    ///
    /// - Parameters:
    ///   - team: Whose members work.
    ///   - fixed: How many layers at the beginning do not learn.
    ///   - element: What is multiplied.
    /// - Returns: The network, with all the memory it needs.
    public func learningStudent(
        _ team: Team, fixed: Int = 0, element: Element = .float32
    ) -> LearningNetwork {
        var layers = learningLayers(of: .student)
        for index in 0..<min(fixed, layers.count - 1) { layers[index].learns = false }
        let last = layers[layers.count - 1]
        let heads = [0..<channels, channels..<2 * channels].map {
            LearningLayer(last.convolution.outputs($0))
        }
        return LearningNetwork(
            .imageNet, trunk: Array(layers.dropLast()), heads: heads, element: element, team: team)
    }

    /// The autoencoder, or the teacher, which have one head.
    ///
    /// The weights were checked before.
    ///
    /// - Parameters:
    ///   - network: Which one.
    ///   - team: Whose members work.
    ///   - side: Of the pictures; `nil`: the usual one. Only the teacher takes others.
    ///   - element: What is multiplied.
    /// - Returns: The network, with the weights there are.
    public func learning(
        _ network: NetworkName, _ team: Team, side: Int? = nil, element: Element = .float32
    ) -> LearningNetwork {
        let layers = learningLayers(of: network)
        let scale = PictureScale.imageNet
        return LearningNetwork(
            PictureScale(side: side ?? scale.side, scale: scale.scale, shift: scale.shift),
            trunk: Array(layers.dropLast()), heads: [layers[layers.count - 1]],
            element: element, team: team)
    }

    private func learningLayers(of network: NetworkName) -> [LearningLayer] {
        zip(layers(of: network) ?? [], convolutions(of: network)).map {
            LearningLayer($1, resizedTo: $0.resizedTo, dropout: $0.dropout)
        }
    }

    /// Takes what a network made by `learningStudent` or `learning` has learned.
    ///
    /// - Parameters:
    ///   - parameters: Of its layers; heads that share a layer follow one another.
    ///   - network: Which one.
    public mutating func take(
        _ parameters: [(weight: [Float], bias: [Float])], of network: NetworkName
    ) {
        let layers = layers(of: network) ?? []
        for (index, layer) in layers.enumerated() {
            let parts = index == layers.count - 1 ? parameters[index...] : parameters[index...index]
            tensors[layer.weightName]?.values = parts.flatMap(\.weight)
            tensors[layer.biasName]?.values = parts.flatMap(\.bias)
        }
    }
}
