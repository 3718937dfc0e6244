import Compute

/// A bottleneck of a residual network: 1x1, 3x3, 1x1 and a shortcut, rectified together.
struct ResidualBlock {
    /// What the shortcut does to the input; `nil`: nothing.
    let projection: Convolution?
    /// 1x1, rectified.
    let narrow: Convolution
    /// 3x3 with the block's stride, rectified.
    let middle: Convolution
    /// 1x1; rectified once the shortcut has been added.
    let wide: Convolution

    /// What is wrong with the block for an input of so many channels; `nil`: nothing.
    func problem(inputs: Int) -> String? {
        let chain = [
            ("the first convolution", narrow, inputs, 1),
            ("the second convolution", middle, narrow.outputs, 3),
            ("the third convolution", wide, middle.outputs, 1),
        ]
        for (name, convolution, inputs, kernel) in chain {
            guard convolution.kernel == kernel else {
                return "\(name) of the block is \(convolution.kernel)x\(convolution.kernel), not "
                    + "\(kernel)x\(kernel)"
            }
            guard convolution.inputs == inputs else {
                return "\(name) of the block reads \(convolution.inputs) channels of \(inputs) "
                    + "(a grouped convolution, as ResNeXt has, is not read)"
            }
        }
        return shortcutProblem(inputs: inputs)
    }

    private func shortcutProblem(inputs: Int) -> String? {
        let found = projection.map { ($0.inputs, $0.outputs, $0.kernel) } ?? (inputs, inputs, 1)
        guard found == (inputs, wide.outputs, 1) else {
            return "the shortcut makes \(found.1) channels of \(found.0), \(found.2)x\(found.2), "
                + "but \(wide.outputs) of \(inputs), 1x1, are needed"
        }
        return nil
    }
}
