import Anomaly

/// Networks of a published size with random weights, for measuring speed.
enum RandomWeights {
    /// All three networks; so many of the student's first layers are the teacher's.
    static func networks(_ size: ModelSize, shared: Int = 0) -> NetworkWeights {
        var random = FixedNumbers()
        var tensors: [String: Tensor] = [:]
        for (network, widths) in zip([NetworkName.teacher, .student, .autoencoder], size.widths) {
            let layers =
                NetworkTable.layers(of: network, convolutions: widths.count) ?? []
            var inputs = 3
            for (layer, outputs) in zip(layers, widths) {
                let shape = [outputs, inputs, layer.kernel, layer.kernel]
                // So that activations neither vanish nor grow from layer to layer.
                let taps = Float(inputs * layer.kernel * layer.kernel)
                let limit = (6 / taps).squareRoot()
                tensors[layer.weightName] = Tensor(
                    shape: shape, values: values(Int(taps) * outputs, limit, &random))
                tensors[layer.biasName] = Tensor(
                    shape: [outputs], values: values(outputs, 0.05, &random))
                inputs = outputs
            }
        }
        for layer in NetworkTable.layers(of: .student, convolutions: size.widths[1].count)?
            .prefix(shared) ?? []
        {
            for name in [layer.weightName, layer.biasName] {
                tensors[name] = tensors[name.replacing("student.", with: "teacher.")]
            }
        }
        let channels = size.widths[0].last ?? 0
        return NetworkWeights(
            tensors: tensors, teacherMean: Array(repeating: 0, count: channels),
            teacherDeviation: Array(repeating: 1, count: channels))
    }

    /// A teacher, and as many vectors as its outputs may be like.
    static func memory(_ size: ModelSize, vectors: Int) -> NetworkWeights {
        var weights = networks(size).teacherAlone
        var random = FixedNumbers(seed: 1)
        let coordinates = min(MemoryBank.usualCoordinates, weights.channels)
        let banks = MemoryReach.allCases.map { _ in
            MemoryBank(
                axes: Tensor(
                    shape: [coordinates, weights.channels],
                    values: values(coordinates * weights.channels, 0.1, &random)),
                vectors: Tensor(
                    shape: [vectors, coordinates],
                    values: values(vectors * coordinates, 2, &random)))
        }
        (weights.memory, weights.widerMemories) = (banks[0], Array(banks.dropFirst()))
        return weights
    }

    private static func values(
        _ count: Int, _ limit: Float, _ random: inout FixedNumbers
    ) -> [Float] {
        (0..<count).map { _ in Float.random(in: -limit...limit, using: &random) }
    }
}

/// The same numbers in every run: SplitMix64.
struct FixedNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64 = 0) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
