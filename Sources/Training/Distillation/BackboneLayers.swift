import Compute

/// What a reader of one layout has found.
struct BackboneLayers {
    var scale: [Float]
    var shift: [Float]
    var stem: Convolution
    var window: PoolingWindow
    var stages: [[ResidualBlock]]

    /// Checks that each layer reads what the one before it makes.
    func check(file: String) throws(BackboneError) {
        guard stem.inputs == 3, stem.kernel == 7 else {
            throw .badTensor(
                file: file, tensor: "the first convolution",
                problem: "is \(stem.kernel)x\(stem.kernel) over \(stem.inputs) channels, not 7x7 "
                    + "over 3")
        }
        var channels = stem.outputs
        for (stage, blocks) in stages.enumerated() {
            for (number, block) in blocks.enumerated() {
                let name = "layer\(stage + 1).\(number)"
                // Without one, the sum would take the place of what the stage before has made.
                if number == 0, block.projection == nil {
                    throw .badTensor(
                        file: file, tensor: name, problem: "a stage must begin with a projection")
                }
                if let problem = block.problem(inputs: channels) {
                    throw .badTensor(file: file, tensor: name, problem: problem)
                }
                channels = block.wide.outputs
            }
        }
    }
}

extension Convolution {
    /// The stem: stride 2, padding 3, rectified.
    func asStem() -> Convolution { with(stride: 2, padding: 3, rectified: true) }

    /// A convolution of a bottleneck.
    func with(stride: Int = 1, padding: Int = 0, rectified: Bool) -> Convolution {
        var convolution = self
        convolution.stride = stride
        convolution.padding = padding
        convolution.rectified = rectified
        return convolution
    }
}
