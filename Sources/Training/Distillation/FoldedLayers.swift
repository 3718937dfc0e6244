import Anomaly
import Compute

/// Reads a residual network whose batch norms are folded: `conv0`, `conv1`, ..., each a weight and
/// a bias.
///
/// After the stem, `conv0`, come the blocks: [1x1, 3x3, 1x1], and before the first of each stage
/// its projection, a 1x1 more. The picture is RGB, 0 to 255, less a mean; the largest-value pooling
/// is padded at the bottom and the right only, as TensorFlow does.
struct FoldedLayers {
    private let tensors: BackboneTensors

    /// What TensorFlow's networks of that time take away from RGB.
    private static let means: [Float] = [123.68, 116.78, 103.94]

    init(_ tensors: BackboneTensors) { self.tensors = tensors }

    func layers() throws(BackboneError) -> BackboneLayers {
        BackboneLayers(
            scale: [1, 1, 1], shift: Self.means.map { -$0 },
            stem: try convolution(0).asStem(),
            window: PoolingWindow(side: 3, stride: 2, before: 0, after: 1),
            stages: try stages())
    }

    private func stages() throws(BackboneError) -> [[ResidualBlock]] {
        var stages: [[ResidualBlock]] = []
        var next = 1
        while tensors.names.contains("conv\(next).weight") {
            // A block begins with 1x1, 3x3; one with a projection, with 1x1, 1x1.
            let isFirst = try kernel(next + 1) == 1
            if isFirst {
                if stages.count == Backbone.stageCount { break }
                stages.append([])
            }
            guard !stages.isEmpty else {
                throw .badTensor(
                    file: tensors.file, tensor: "conv1.weight",
                    problem: "the first block must begin with its projection, a 1x1")
            }
            let stride = isFirst && stages.count > 1 ? 2 : 1
            stages[stages.count - 1].append(try block(next, projects: isFirst, stride: stride))
            next += isFirst ? 4 : 3
        }
        guard stages.count == Backbone.stageCount else {
            throw .badTensor(
                file: tensors.file, tensor: "conv\(next).weight",
                problem: "missing: the network ends after \(stages.count) stages of 3 that are "
                    + "needed")
        }
        return stages
    }

    private func block(
        _ first: Int, projects: Bool, stride: Int
    ) throws(BackboneError) -> ResidualBlock {
        let start = projects ? first + 1 : first
        return ResidualBlock(
            projection: projects
                ? try convolution(first).with(stride: stride, rectified: false) : nil,
            narrow: try convolution(start).with(rectified: true),
            middle: try convolution(start + 1).with(stride: stride, padding: 1, rectified: true),
            wide: try convolution(start + 2).with(rectified: true))
    }

    private func kernel(_ number: Int) throws(BackboneError) -> Int {
        try tensors.shape("conv\(number).weight").last ?? 0
    }

    private func convolution(_ number: Int) throws(BackboneError) -> Convolution {
        let name = "conv\(number)"
        let weight = try tensors.kernels("\(name).weight")
        let bias = try tensors.vector("\(name).bias", count: weight.shape[0])
        return Convolution(
            inputs: weight.shape[1], kernel: weight.shape[2], weight: weight.values, bias: bias)
    }
}

extension BackboneTensors {
    /// The weights of a convolution: (outputs, inputs, side, side).
    func kernels(_ name: String) throws(BackboneError) -> Tensor {
        let tensor = try tensor(name)
        guard tensor.shape.count == 4, tensor.shape[2] == tensor.shape[3],
            tensor.shape.allSatisfy({ $0 > 0 })
        else {
            throw .badTensor(
                file: file, tensor: name,
                problem: "its shape is \(tensor.shape), not (outputs, inputs, side, side)")
        }
        return tensor
    }

    /// One number for each channel.
    func vector(_ name: String, count: Int) throws(BackboneError) -> [Float] {
        let tensor = try tensor(name)
        guard tensor.shape == [count] else {
            throw .badTensor(
                file: file, tensor: name, problem: "its shape is \(tensor.shape), not (\(count))")
        }
        return tensor.values
    }
}
