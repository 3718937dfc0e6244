/// What a detector's networks have learned.
///
/// Every convolution's weight (outputs, inputs, kernel, kernel) and bias (outputs) stands here
/// under its name of `NetworkTable`, and nothing else does; the widths are what the shapes say.
public struct NetworkWeights: Sendable, Equatable {
    /// Every weight and bias, by name.
    public var tensors: [String: Tensor]
    /// The mean of each of the teacher's outputs over the training pictures, (channels).
    public var teacherMean: [Float]
    /// The deviation of each of the teacher's outputs over the training pictures, (channels).
    public var teacherDeviation: [Float]

    /// What the teacher's normalised outputs are like in good parts.
    ///
    /// With a memory there is no student and no autoencoder.
    public var memory: MemoryBank?

    /// The same for `MemoryReach.wider`, or for some of them from the first on; only beside
    /// `memory`.
    public var widerMemories: [MemoryBank] = []

    /// How large the numbers get in good parts between the layers, which computing with bytes needs
    /// to know.
    public var ranges: ActivationRanges?

    /// Collects them; nothing is checked before a detector, a file or `check` wants them.
    public init(tensors: [String: Tensor], teacherMean: [Float], teacherDeviation: [Float]) {
        self.tensors = tensors
        self.teacherMean = teacherMean
        self.teacherDeviation = teacherDeviation
    }

    /// The teacher's output channels; 0 without a teacher.
    public var channels: Int { layers(of: .teacher)?.last.flatMap { outputs(of: $0) } ?? 0 }

    /// The networks that there must be.
    public var networks: [NetworkName] { memory == nil ? NetworkName.allCases : [.teacher] }

    /// The size whose widths these are.
    public var size: ModelSize {
        let widths = networks.map { network in
            (layers(of: network) ?? []).compactMap { outputs(of: $0) }
        }
        return ModelSize.allCases.first { Array($0.widths.prefix(widths.count)) == widths }
            ?? .custom
    }

    /// The teacher by itself, with its statistics.
    public var teacherAlone: NetworkWeights {
        var teacher = self
        teacher.tensors = tensors.filter {
            $0.key.hasPrefix(NetworkName.teacher.rawValue + ".")
        }
        return teacher
    }

    /// The layers of a network, or `nil` where the number of its convolutions is unknown.
    public func layers(of network: NetworkName) -> [NetworkLayer]? {
        let prefix = network.rawValue + ".conv"
        let convolutions = tensors.keys.count {
            $0.hasPrefix(prefix) && $0.hasSuffix(".weight")
        }
        return NetworkTable.layers(of: network, convolutions: convolutions)
    }

    /// The layers of the teacher but the last, whose results may be bytes.
    public var hiddenLayers: Int { hiddenWidths.first?.count ?? 0 }

    /// The outputs of the rectified layers, of each network in their order: all layers but the last
    /// of teacher and student, and in the middle of the autoencoder is another that is not.
    var hiddenWidths: [[Int]] {
        networks.map { network in
            (layers(of: network) ?? []).filter(\.rectified).compactMap { outputs(of: $0) }
        }
    }

    private func outputs(of layer: NetworkLayer) -> Int? {
        tensors[layer.weightName]?.shape.first
    }
}

extension NetworkWeights {
    /// Checks names, shapes and values.
    ///
    /// - Parameter file: What messages call the model.
    /// - Throws: `.badTensor` with the first tensor that is missing, superfluous, of a shape that
    ///   does not fit its neighbours, or not finite; or a deviation that is not above zero.
    public func check(file: String) throws(ModelError) {
        try check(networks, file: file)
        guard memory != nil || layers(of: .teacher)?.count == layers(of: .student)?.count else {
            throw .badTensor(
                file: file, tensor: "student.conv1.weight",
                reason: "teacher and student must have as many convolutions")
        }
        let memories = [memory].compactMap(\.self) + widerMemories
        guard memory != nil || widerMemories.isEmpty, memories.count <= TensorName.memories.count
        else {
            throw .badTensor(
                file: file, tensor: TensorName.memories[1].vectors,
                reason: "it belongs beside `\(TensorName.memory)`, and there is none")
        }
        for (memory, names) in zip(memories, TensorName.memories) {
            try memory.check(channels: channels, file: file, names)
        }
        try ranges?.check(widths: hiddenWidths, file: file)
    }

    /// Checks the teacher alone, whatever else there is to be.
    func checkTeacher(file: String) throws(ModelError) { try check([.teacher], file: file) }

    private func check(_ networks: [NetworkName], file: String) throws(ModelError) {
        var left = Set(tensors.keys)
        for network in networks {
            guard let layers = layers(of: network) else {
                throw .badTensor(
                    file: file, tensor: network.rawValue + ".conv1.weight",
                    reason: "the \(network.rawValue) must have 4 (S) or 6 (M) convolutions")
            }
            var inputs = 3
            for layer in layers {
                inputs = try checkLayer(layer, inputs: inputs, file: file)
                left.subtract([layer.weightName, layer.biasName])
            }
            try checkOutputs(inputs, of: network, lastLayer: layers.last, file: file)
        }
        if let name = left.min() {
            throw .badTensor(file: file, tensor: name, reason: "no network has such a tensor")
        }
        try checkTeacherStatistics(file: file)
    }

    /// Checks one layer's two tensors and returns its outputs.
    private func checkLayer(
        _ layer: NetworkLayer, inputs: Int, file: String
    ) throws(ModelError) -> Int {
        let weight = try present(layer.weightName, file: file)
        let expected = [weight.shape.first ?? 0, inputs, layer.kernel, layer.kernel]
        guard weight.shape == expected, let outputs = weight.shape.first,
            (1...Self.widestLayer).contains(outputs)
        else {
            throw .badTensor(
                file: file, tensor: layer.weightName,
                reason: "its shape is \(weight.shape), not (1…\(Self.widestLayer), \(inputs), "
                    + "\(layer.kernel), \(layer.kernel))")
        }
        let bias = try present(layer.biasName, file: file)
        guard bias.shape == [outputs] else {
            throw .badTensor(
                file: file, tensor: layer.biasName,
                reason: "its shape is \(bias.shape), not [\(outputs)]")
        }
        return outputs
    }

    private func present(_ name: String, file: String) throws(ModelError) -> Tensor {
        guard let tensor = tensors[name] else {
            throw .badTensor(file: file, tensor: name, reason: "missing")
        }
        if let index = firstNotFinite(tensor.values) {
            throw .badTensor(file: file, tensor: name, reason: "element \(index) is not finite")
        }
        return tensor
    }

    private func checkOutputs(
        _ outputs: Int, of network: NetworkName, lastLayer: NetworkLayer?, file: String
    ) throws(ModelError) {
        let wanted = network == .student ? 2 * channels : channels
        guard outputs == wanted else {
            throw .badTensor(
                file: file, tensor: lastLayer?.weightName ?? network.rawValue,
                reason: "\(outputs) outputs where the teacher's \(channels) ask for \(wanted)")
        }
    }

    private func checkTeacherStatistics(file: String) throws(ModelError) {
        for (name, values) in [("teacher_mean", teacherMean), ("teacher_std", teacherDeviation)] {
            guard values.count == channels else {
                throw .badTensor(
                    file: file, tensor: name,
                    reason: "\(values.count) values for the teacher's \(channels) outputs")
            }
            if let index = firstNotFinite(values) {
                throw .badTensor(file: file, tensor: name, reason: "element \(index) is not finite")
            }
        }
        if let index = teacherDeviation.firstIndex(where: { $0 <= 0 }) {
            throw .badTensor(
                file: file, tensor: "teacher_std", reason: "element \(index) is not above zero")
        }
    }

    /// The most channels of a layer.
    private static let widestLayer = 4096
}
