import Compute

extension NetworkWeights {
    /// The convolutions of one network in their order; the weights were checked before.
    ///
    /// The teacher's mean and deviation go into its last layer: (W·x + b - mean) / deviation.
    func convolutions(of network: NetworkName) -> [Convolution] {
        let layers = layers(of: network) ?? []
        return layers.enumerated().map { index, layer in
            convolution(of: layer, normalised: network == .teacher && index == layers.count - 1)
        }
    }

    /// The teacher's for pictures of a reach, whose first layer makes them smaller.
    func teacher(_ reach: MemoryReach) -> [Convolution] {
        var teacher = convolutions(of: .teacher)
        if reach.factor > 1 { teacher[0] = teacher[0].ofSmaller(by: reach.factor) }
        return teacher
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

extension PlanBuilder {
    /// Begins with a picture as the networks of `NetworkTable` want it: ImageNet's normalisation.
    static func normalisedPicture(_ element: Element = .float32) -> PlanBuilder {
        PlanBuilder(.imageNet, element)
    }

    /// The autoencoder's maps for a picture: what its rectified layers give, and its output,
    /// (channels, 56, 56).
    ///
    /// - Parameters:
    ///   - layers: Of the weights' autoencoder.
    ///   - convolutions: What becomes of them.
    ///   - picture: What the first one reads.
    /// - Returns: The maps.
    mutating func autoencoder(
        _ layers: [NetworkLayer], _ convolutions: [Convolution], _ picture: FeatureMap
    ) -> (hidden: [FeatureMap], output: FeatureMap) {
        var (map, hidden) = (picture, [FeatureMap]())
        for (layer, convolution) in zip(layers, convolutions) {
            if let side = layer.resizedTo { map = resize(map, height: side, width: side) }
            map = convolve(map, [convolution])
            if convolution.rectified { hidden.append(map) }
        }
        return (hidden, map)
    }

    /// The maps of teacher and student up to what their last layers read; the last of both are
    /// parts of one map.
    mutating func descriptors(
        teacher: [Convolution], student: [Convolution], _ picture: FeatureMap
    ) -> (teacher: [FeatureMap], student: [FeatureMap], both: FeatureMap) {
        let last = teacher.count - 2
        var (taught, learned) = (picture, picture)
        var (ofTeacher, ofStudent): ([FeatureMap], [FeatureMap]) = ([], [])
        for (teacher, student) in zip(teacher, student).prefix(last) {
            if taught == learned {
                // As long as both read the same, a layer of both is one, or even the same.
                let result = convolve(taught, teacher == student ? [teacher] : [teacher, student])
                taught = result.part(0)
                learned = result.part(result.parts.count - 1)
            } else {
                taught = convolve(taught, [teacher])
                learned = convolve(learned, [student])
            }
            ofTeacher.append(taught)
            ofStudent.append(learned)
        }
        let shape = teacher[last].shape(from: taught.shape)
        let both = map(
            parts: [teacher[last].outputs, student[last].outputs], height: shape.height,
            width: shape.width, element: teacher[last].units == nil ? nil : .int8)
        convolve(taught, [teacher[last]], into: both.part(0))
        convolve(learned, [student[last]], into: both.part(1))
        return (ofTeacher + [both.part(0)], ofStudent + [both.part(1)], both)
    }
}

extension Convolution {
    /// Only the outputs in `range`.
    func outputs(_ range: Range<Int>) -> Convolution {
        let row = weight.count / outputs
        var part = Convolution(
            inputs: inputs, kernel: kernel,
            weight: Array(weight[range.lowerBound * row..<range.upperBound * row]),
            bias: Array(bias[range]))
        part.rectified = rectified
        return part
    }

    /// What a linear convolution's outputs are along some axes, (any number, outputs).
    func projected(on axes: [Float]) -> Convolution {
        var projected = Convolution(
            inputs: inputs, kernel: kernel,
            weight: product(of: axes, and: weight, inner: outputs),
            bias: product(of: axes, and: bias, inner: outputs))
        projected.rectified = false
        return projected
    }

    /// The same of a picture that is so many times smaller, each of whose pixels is a mean.
    func ofSmaller(by factor: Int) -> Convolution {
        let (side, pixels) = (factor * kernel, Float(factor * factor))
        var weights: [Float] = []
        weights.reserveCapacity(factor * factor * weight.count)
        for plane in 0..<weight.count / (kernel * kernel) {
            for tap in 0..<side * side {
                let (row, column) = (tap / side / factor, tap % side / factor)
                weights.append(weight[(plane * kernel + row) * kernel + column] / pixels)
            }
        }
        var smaller = Convolution(inputs: inputs, kernel: side, weight: weights, bias: bias)
        (smaller.stride, smaller.padding) = (factor * stride, factor * padding)
        (smaller.rectified, smaller.pooled) = (rectified, pooled)
        return smaller
    }

    /// This convolution of one map less another one of a second map: one convolution of both.
    func minus(_ other: Convolution) -> Convolution {
        let (row, otherRow) = (weight.count / outputs, other.weight.count / outputs)
        var weights: [Float] = []
        weights.reserveCapacity(weight.count + other.weight.count)
        for output in 0..<outputs {
            weights += weight[output * row..<(output + 1) * row]
            weights += other.weight[output * otherRow..<(output + 1) * otherRow].map { -$0 }
        }
        var difference = Convolution(
            inputs: inputs + other.inputs, kernel: kernel, weight: weights,
            bias: zip(bias, other.bias).map { $0 - $1 })
        difference.rectified = false
        return difference
    }
}

extension PictureScale {
    /// A picture of `NetworkTable`'s size, normalised as for ImageNet.
    static let imageNet: PictureScale = {
        let means = [0.485, 0.456, 0.406]
        let deviations = [0.229, 0.224, 0.225]
        return PictureScale(
            side: NetworkTable.pictureSide, scale: deviations.map { Float(1 / (255 * $0)) },
            shift: zip(means, deviations).map { Float(-$0 / $1) })
    }()
}
