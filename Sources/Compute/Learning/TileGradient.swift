import CKernels

/// The gradients of a convolution that is done in tiles of bfloat16: of its weights, of its input.
///
/// The input's gradient is a convolution of the output's with the kernel turned by half a turn; for
/// a step of 2, zeros stand between the output gradient's rows and columns. The weights' gradient
/// is a product of tiles for each tap: a tile of 16 outputs times one of 16 inputs, summed over the
/// places; of a picture for each row of the kernel, which is one block of inputs. Some rows at a
/// time meet all taps while they are in the second cache.
@safe struct TileGradient {
    private let convolution: LearnedConvolution
    private let input: StoredMap
    /// Of the sums, before pooling.
    private let output: Shape
    /// The output's gradient as `toInput` reads it.
    private let rounded: StoredMap?
    private let toInput: PlannedStep?
    /// The output's gradient, (blocks, rows, 16, `length`).
    private let across: FloatBuffer
    /// The input in pairs of columns, (blocks, padded rows, `line` / 2, 16, 2).
    ///
    /// Once for each of the first 2 · stride columns of the kernel: what it meets, one after the
    /// other. A later one meets the same, whole pairs further on.
    private let pairs: [FloatBuffer]
    /// Places of a row of the output's gradient, filled up to whole tiles with zeros.
    private let length: Int
    /// Places of a row of the input, with what its farthest reader reads.
    private let line: Int
    private let bandRows: Int
    private let groupRows: Int

    /// Numbers that one product sums over.
    private static let depth = Element.bfloat16.block
    /// What a band of both maps may take, in bytes: 1 MiB.
    private static let bandBytes = 1 << 20
    /// The most blocks of inputs that a part is about.
    private static let largestPart = 4
    /// What a group of rows of one block of the input may take, in bytes, so that a pair of blocks
    /// stays in the first cache: 16 KiB.
    private static let groupBytes = 1 << 14

    /// - Parameters:
    ///   - convolution: Whose weights learn.
    ///   - input: What it read, of bfloat16.
    ///   - inputGradient: Is written; `nil` where nobody wants it.
    init(_ convolution: LearnedConvolution, input: StoredMap, inputGradient: StoredMap?) {
        self.convolution = convolution
        self.input = input
        let geometry = convolution.geometry
        let (kernel, stride) = (geometry.kernel, geometry.stride)
        output = geometry.unpooledShape(from: input.map.shape)
        length = Self.whole(output.width)
        line = length + (input.isPicture ? 0 : (kernel - 1) / (2 * stride) * 2)
        let placeBytes = FeatureMap.block * Element.bfloat16.bytes
        let outputs = convolution.outputBlocks
        let rowBytes = (convolution.inputBlocks * line * stride + outputs * length) * placeBytes
        bandRows = min(max(Self.bandBytes / rowBytes, kernel), output.height)
        groupRows = max(Self.groupBytes / (line * placeBytes), 1)
        across = Self.buffer(outputs, output.height, length)
        let (blocks, line) = (convolution.inputBlocks, line)
        let rows = (output.height - 1) * stride + kernel
        pairs = (0..<(input.isPicture ? 1 : min(2 * stride, kernel))).map { _ in
            Self.buffer(blocks, rows, line)
        }
        let sums = output
        rounded = inputGradient.map { _ in Self.spacedMap(sums, geometry, input.map.shape) }
        toInput =
            if let inputGradient, let rounded {
                .tiles(
                    TileStep(
                        geometry.turned,
                        StepWeights(
                            weights: convolution.backward,
                            bias: FloatBuffer(count: convolution.inputBlocks * FeatureMap.block),
                            outputBlocks: convolution.inputBlocks),
                        source: rounded.place,
                        end: .store(
                            inputGradient.buffer, inputGradient.layout, inputGradient.map)))
            } else { nil }
    }

    /// A map for the gradient of the sums, as that of the input wants it.
    private static func spacedMap(
        _ output: Shape, _ geometry: Convolution, _ input: Shape
    ) -> StoredMap {
        let stride = geometry.stride
        precondition(
            (input.height + 2 * geometry.padding - geometry.kernel) % stride == 0,
            "the steps of a convolution that learns end at the border")
        return StoredMap(
            rounded: Shape(
                channels: output.channels, height: (output.height - 1) * stride + 1,
                width: (output.width - 1) * stride + 1), readBy: geometry.turned)
    }

    private static func buffer(_ blocks: Int, _ rows: Int, _ length: Int) -> FloatBuffer {
        FloatBuffer(count: Element.bfloat16.floats(blocks * rows * length * FeatureMap.block))
    }

    private static func whole(_ places: Int) -> Int { (places + depth - 1) / depth * depth }

    private var block: Int { FeatureMap.block }
    private var stride: Int { convolution.geometry.stride }
    /// The columns of the kernel that have products of their own.
    private var columns: Int { input.isPicture ? 1 : convolution.geometry.kernel }

    /// What all members need together.
    func scratchCount(_ members: Int) -> Int { toInput?.scratchCount(members) ?? 0 }

    /// Makes one block of the sums' gradient from that of the result, which `run` needs all of.
    ///
    /// - Parameters:
    ///   - block: Of 16 outputs.
    ///   - gradient: Of the result, after pooling.
    ///   - positive: What tells where the sums were positive.
    ///   - scale: Of the gradient.
    ///   - pooled: Whether the result was pooled.
    func end(
        _ block: Int, of gradient: StoredMap, _ positive: Positive, scale: Float, pooled: Bool
    ) {
        let half = gradient.map.element == .bfloat16
        let each = pooled ? 2 : 1
        var step = ckernels_tile_end_step(
            rows: each * gradient.map.height, columns: each * gradient.map.width,
            g_row: gradient.layout.rowStep, y_row: positive.rowStep,
            d_row: stride * (rounded?.layout.rowStep ?? 0),
            d_pixel: stride * Element.bfloat16.block, line: length,
            across_row: self.block * length, scale: scale, positive: positive.kind,
            pooled: pooled, halves: half)
        unsafe ckernels_bf16_end_gradient(
            rounded?.half(block), across.bfloats + block * output.height * self.block * length,
            convolution.bias.gradient.start + block * self.block, gradient.start(block),
            positive.start(block), &step)
    }

    /// Adds the weights' gradient and writes the input's.
    func run(_ team: Team, scratch: FloatBuffer) {
        let (blocks, kernel) = (convolution.inputBlocks, convolution.geometry.kernel)
        if input.isPicture {
            team.forEach(paddedRows) { row, _ in pairPatches(row) }
            team.forEach(kernel) { row, _ in addWeights(0, 1, row..<row + 1) }
        } else {
            team.forEach(blocks) { channels, _ in pair(channels) }
            let each = min(max(blocks / Self.largestPart / 2 * 2, 2), Self.largestPart)
            team.forEach((blocks + each - 1) / each) { part, _ in
                addWeights(part * each, min(each, blocks - part * each), 0..<kernel)
            }
        }
        toInput?.run(team, scratch: scratch)
    }

    /// Rows of the input that are read, with its padding.
    private var paddedRows: Int {
        (output.height - 1) * stride + convolution.geometry.kernel
    }

    /// Takes a block of the input.
    private func pair(_ channels: Int) {
        let (padding, layout) = (convolution.geometry.padding, input.layout)
        let from = unsafe input.half(channels, padding: padding)
        for (column, pairs) in pairs.enumerated() {
            let width = input.map.width + 2 * padding - column
            var step = ckernels_split_step(
                rows: paddedRows, columns: min((width + stride - 1) / stride, line),
                in_row_step: layout.rowStep, out_row_step: block * line)
            unsafe ckernels_bf16_pairs(
                pairs.bfloats + channels * paddedRows * block * line,
                from + column * layout.pixel, stride * layout.pixel, &step)
        }
    }

    /// Takes a row of a picture.
    private func pairPatches(_ row: Int) {
        var step = ckernels_split_step(
            rows: 1, columns: output.width, in_row_step: 0, out_row_step: 0)
        let from = input.layout.offset(plane: 0, padding: 0) + row * input.layout.rowStep
        unsafe ckernels_bf16_patches(
            pairs[0].bfloats + row * block * line, input.buffer.bfloats + from,
            convolution.geometry.kernel, &step)
    }

    /// Adds the gradient of some blocks of inputs, for some rows of the kernel.
    ///
    ///     sums[input block][i][j][output block][o][c] += sum over rows y, columns x of
    ///         output[y][x][o] · input[y · stride + i][x · stride + j][c]
    private func addWeights(_ first: Int, _ blocks: Int, _ rows: Range<Int>) {
        let (kernel, height, outputs) = (
            convolution.geometry.kernel, output.height, convolution.outputBlocks
        )
        let plane = height * block * length
        var step = ckernels_tile_step(
            tiles: outputs, line_step: 0, pixel_step: length, tile_step: plane,
            pair_step: 2 * plane, planes: 0, plane_step: block * length, rows: 1, row_step: 0,
            length: length, group: groupRows, blocks: blocks,
            out_step: kernel * columns * outputs * block * block,
            weights_step: paddedRows * block * line,
            weights_gap: block * (stride * line - length), adds: true)
        for row in Swift.stride(from: 0, to: height, by: bandRows) {
            step.planes = min(bandRows, height - row)
            for tap in rows.lowerBound * columns..<rows.upperBound * columns {
                let (i, j) = (tap / columns, tap % columns)
                let to = (first * kernel * columns + tap) * outputs * block * block
                // How far the column begins in its pairs, in places.
                let pair = j / (2 * stride) * 2
                let from = ((first * paddedRows + row * stride + i) * line + pair) * block
                unsafe ckernels_bf16_product(
                    convolution.sums.start + to, across.bfloats + row * block * length,
                    pairs[j % (2 * stride)].bfloats + from, &step)
            }
        }
    }
}
