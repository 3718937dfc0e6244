import Compute

/// The first three stages of a residual network of bottlenecks, ready to be planned.
///
/// - Source: K. He et al., Deep Residual Learning for Image Recognition, 2016, in the form v1.5:
///   a stage's stride is in its first block's 3x3 convolution and in that block's shortcut.
public struct Backbone: Sendable {
    /// What it is, such as "ResNet-50".
    public let name: String
    /// Of the file it was read from: SHA-256, in hexadecimal.
    public let digest: String
    /// What was doubtful about the file but not refused; each is a sentence.
    public let warnings: [String]
    /// What becomes of a sample of 8 bits, for each colour: sample · scale + shift.
    let scale: [Float]
    let shift: [Float]
    /// 7x7 with stride 2.
    let stem: Convolution
    /// 3x3 with stride 2.
    let window: PoolingWindow
    /// Stages 1 to 3, the publications' layer1 to layer3, each of at least one block.
    let stages: [[ResidualBlock]]

    /// How many stages are read; the fourth's features are too coarse for a teacher.
    static let stageCount = 3

    /// Reads a backbone.
    ///
    /// - Parameter path: A folded ResNet or one with torchvision's names; see `BackboneError`.
    /// - Returns: The network, checked: each layer reads what the one before it makes.
    /// - Throws: What is wrong with the file, or that its layout is not known.
    public static func read(path: String) throws(BackboneError) -> Backbone {
        try Backbone(BackboneTensors(path: path))
    }

    /// Makes a backbone of a file's tensors.
    init(_ tensors: BackboneTensors) throws(BackboneError) {
        let layers: BackboneLayers
        if tensors.names.isSuperset(of: ["conv1.weight", "bn1.weight", "layer1.0.conv1.weight"]) {
            layers = try TorchvisionLayers(tensors).layers()
        } else if tensors.names.isSuperset(of: ["conv0.weight", "conv0.bias", "conv1.weight"]) {
            layers = try FoldedLayers(tensors).layers()
        } else {
            throw .unknownLayout(file: tensors.file, found: tensors.names.sorted())
        }
        try layers.check(file: tensors.file)
        digest = tensors.digest
        warnings = tensors.warnings
        (scale, shift) = (layers.scale, layers.shift)
        (stem, window, stages) = (layers.stem, layers.window, layers.stages)
        name = Self.name(blocks: stages.map(\.count), width: stages[0][0].middle.outputs)
    }

    /// The channels of layer2 and layer3.
    public var channels: (second: Int, third: Int) {
        (stages[1][0].wide.outputs, stages[2][0].wide.outputs)
    }

    private static func name(blocks: [Int], width: Int) -> String {
        switch (blocks, width) {
            case ([3, 4, 6], 64): "ResNet-50"
            case ([3, 4, 23], 64): "ResNet-101"
            case ([3, 8, 36], 64): "ResNet-152"
            case ([3, 4, 6], 128): "WideResNet-50-2"
            case ([3, 4, 23], 128): "WideResNet-101-2"
            default:
                "a residual network of \(blocks.map(String.init).joined(separator: "+")) blocks, "
                    + "\(width) wide"
        }
    }
}
