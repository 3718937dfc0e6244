import CKernels

/// The gradients of a convolution by its definition: of its weights, and of its input.
///
/// The input's gradient is a convolution of the output's with the kernel turned by half a turn; for
/// a step of 2, zeros stand between the output gradient's rows and columns.
@safe struct DirectGradient {
    private let convolution: LearnedConvolution
    private let input: StoredMap
    private let output: StoredMap
    /// Columns of the output gradient, the zeros between included.
    private let columns: Int
    /// From one row of the output gradient to the next that is not all zeros.
    private let spacing: Int
    private let toInput: PlannedStep?

    /// - Parameters:
    ///   - convolution: Whose weights learn.
    ///   - input: What it read.
    ///   - output: The gradient of its sums, made by `outputMap`.
    ///   - inputGradient: Is written, laid out like `input`; `nil` where nobody wants it.
    init(
        _ convolution: LearnedConvolution, input: StoredMap, output: StoredMap,
        inputGradient: StoredMap?
    ) {
        self.convolution = convolution
        self.input = input
        self.output = output
        columns = output.map.width
        spacing = inputGradient == nil ? 1 : convolution.geometry.stride
        toInput = inputGradient.map { target in
            .direct(
                DirectStep(
                    convolution.geometry.turned,
                    StepWeights(
                        weights: convolution.backward,
                        bias: FloatBuffer(count: convolution.inputBlocks * FeatureMap.block),
                        outputBlocks: convolution.inputBlocks),
                    source: output.place, end: .store(target.buffer, target.layout, target.map)))
        }
    }

    /// A map for the gradient of the convolution's sums, as the input's gradient wants it.
    ///
    /// - Parameters:
    ///   - convolution: Its geometry.
    ///   - input: The shape of what it reads.
    ///   - spaced: Whether the input's gradient is wanted.
    /// - Returns: A map of zeros.
    static func outputMap(
        _ convolution: Convolution, of input: Shape, spaced: Bool
    ) -> StoredMap {
        let shape = convolution.unpooledShape(from: input)
        guard spaced else { return StoredMap(shape) }
        let between = convolution.stride
        precondition(
            (input.height + 2 * convolution.padding - convolution.kernel) % between == 0,
            "the steps of a convolution that learns end at the border")
        return StoredMap(
            Shape(
                channels: shape.channels, height: (shape.height - 1) * between + 1,
                width: (shape.width - 1) * between + 1),
            readBy: convolution.turned)
    }

    /// What all members need together.
    func scratchCount(_ members: Int) -> Int { toInput?.scratchCount(members) ?? 0 }

    /// Adds the weights' gradient and writes the input's.
    func run(_ team: Team, scratch: FloatBuffer) {
        team.forEach(convolution.outputBlocks * convolution.inputBlocks) { pair, _ in
            addWeights(pair / convolution.inputBlocks, pair % convolution.inputBlocks)
        }
        toInput?.run(team, scratch: scratch)
    }

    /// Adds one pair's gradient.
    ///
    ///     gradient[i][j][c][o] += sum over rows y, columns x of
    ///         input[y · stride + i][x · stride + j][c] · output[y][x][o]
    private func addWeights(_ outputBlock: Int, _ inputBlock: Int) {
        let geometry = convolution.geometry
        let line = geometry.kernel * convolution.pixel
        var step = ckernels_product_step(
            pixels: line, pixel_step: 1, planes: 1, plane_step: 0, rows: columns,
            row_step: geometry.stride / spacing * convolution.pixel, length: 1, blocks: 1,
            lanes: FeatureMap.block, out_step: 0, weights_step: 0, adds: true)
        let pair = (outputBlock * convolution.inputBlocks + inputBlock) * geometry.kernel
        let from = unsafe input.plane(inputBlock, padding: geometry.padding)
        let gradient = unsafe output.plane(outputBlock)
        for row in 0..<((output.map.height - 1) / spacing + 1) {
            for tap in 0..<geometry.kernel {
                unsafe ckernels_product(
                    convolution.weight.gradient.start + (pair + tap) * line * FeatureMap.block,
                    from + (row * geometry.stride + tap) * input.layout.rowStep,
                    gradient + row * spacing * output.layout.rowStep, &step)
            }
        }
    }
}

extension Convolution {
    /// The geometry of the input's gradient, with weights of zero.
    var turned: Convolution {
        var turned = Convolution(
            inputs: outputs, kernel: kernel, weight: [Float](repeating: 0, count: weight.count),
            bias: [Float](repeating: 0, count: inputs))
        turned.rectified = false
        turned.padding = kernel - 1 - padding
        return turned
    }
}
