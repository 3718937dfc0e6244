import Anomaly
import Compute

/// Reads a residual network with torchvision's names: `conv1`, `bn1`, `layer2.3.conv2`,
/// `layer1.0.downsample.0`, and folds each batch norm into the convolution before it.
///
/// - Source: torchvision's `resnet.py`: eps 1e-5, ImageNet's normalisation.
struct TorchvisionLayers {
    private let tensors: BackboneTensors

    private static let epsilon = 1e-5
    private static let means = [0.485, 0.456, 0.406]
    private static let deviations = [0.229, 0.224, 0.225]

    init(_ tensors: BackboneTensors) { self.tensors = tensors }

    func layers() throws(BackboneError) -> BackboneLayers {
        var stages: [[ResidualBlock]] = []
        for number in 1...Backbone.stageCount { stages.append(try stage(number)) }
        return BackboneLayers(
            scale: Self.deviations.map { Float(1 / (255 * $0)) },
            shift: zip(Self.means, Self.deviations).map { Float(-$0 / $1) },
            stem: try convolution("conv1", "bn1").asStem(),
            window: PoolingWindow(side: 3, stride: 2, before: 1, after: 1), stages: stages)
    }

    private func stage(_ number: Int) throws(BackboneError) -> [ResidualBlock] {
        var blocks: [ResidualBlock] = []
        // At least one, so that a stage that is missing is named.
        repeat {
            blocks.append(try block("layer\(number).\(blocks.count)", stage: number))
        } while tensors.names.contains("layer\(number).\(blocks.count).conv1.weight")
        return blocks
    }

    private func block(_ name: String, stage: Int) throws(BackboneError) -> ResidualBlock {
        guard tensors.names.contains("\(name).conv3.weight") else {
            throw .badTensor(
                file: tensors.file, tensor: "\(name).conv3.weight",
                problem: "missing: blocks of two convolutions (ResNet-18 and -34) are not read; "
                    + "give ResNet-50 or WideResNet-101-2")
        }
        let stride = stage > 1 && name.hasSuffix(".0") ? 2 : 1
        let shortcut = "\(name).downsample"
        let projects = tensors.names.contains("\(shortcut).0.weight")
        return ResidualBlock(
            projection: projects
                ? try convolution("\(shortcut).0", "\(shortcut).1")
                    .with(stride: stride, rectified: false) : nil,
            narrow: try convolution("\(name).conv1", "\(name).bn1").with(rectified: true),
            middle: try convolution("\(name).conv2", "\(name).bn2")
                .with(stride: stride, padding: 1, rectified: true),
            wide: try convolution("\(name).conv3", "\(name).bn3").with(rectified: true))
    }

    /// A convolution with its batch norm: weight · g and b - mean · g, with
    /// g = gamma / sqrt(variance + eps).
    private func convolution(_ name: String, _ norm: String) throws(BackboneError) -> Convolution {
        var weight = try tensors.kernels("\(name).weight")
        let outputs = weight.shape[0]
        let gamma = try tensors.vector("\(norm).weight", count: outputs)
        let beta = try tensors.vector("\(norm).bias", count: outputs)
        let mean = try tensors.vector("\(norm).running_mean", count: outputs)
        let variance = try tensors.vector("\(norm).running_var", count: outputs)
        if let channel = variance.firstIndex(where: { $0 < 0 }) {
            throw .badTensor(
                file: tensors.file, tensor: "\(norm).running_var",
                problem: "element \(channel) is \(variance[channel]), and no variance is negative")
        }
        let row = weight.values.count / outputs
        var bias = beta
        for output in 0..<outputs {
            let deviation = (Double(variance[output]) + Self.epsilon).squareRoot()
            let factor = Double(gamma[output]) / deviation
            bias[output] = Float(Double(beta[output]) - Double(mean[output]) * factor)
            for index in output * row..<(output + 1) * row {
                weight.values[index] = Float(Double(weight.values[index]) * factor)
            }
        }
        return Convolution(
            inputs: weight.shape[1], kernel: weight.shape[2], weight: weight.values, bias: bias)
    }
}
