import CKernels

/// The gradients of a convolution that is done in tiles of bfloat16: of its weights, of its input.
///
/// Its steps are of 1. The input's gradient is a convolution of the output's with the kernel turned
/// by half a turn. The weights' gradient is a product of tiles for each tap: a tile of 16 outputs
/// times one of 16 inputs, summed over the places; of a picture for each row of the kernel, which
/// is one block of inputs. Some rows at a time meet all taps while they are in the second cache.
@safe struct TileGradient {
    private let convolution: LearnedConvolution
    private let input: StoredMap
    private let output: StoredMap
    /// The output's gradient as `toInput` reads it.
    private let rounded: StoredMap?
    private let toInput: PlannedStep?
    /// The output's gradient, (blocks, rows, 16, `length`).
    private let across: FloatBuffer
    /// The input in pairs of columns, and in pairs that begin one column further, so that the taps
    /// of every column of the kernel find theirs: (blocks, padded rows, `line` / 2, 16, 2) each.
    private let pairs: [FloatBuffer]
    /// Places of a row of the output's gradient, filled up to whole tiles with zeros.
    private let length: Int
    /// Places of a row of the input, with what its farthest reader reads.
    private let line: Int
    private let bandRows: Int
    private let groupRows: Int
    private let isOfPicture: Bool

    /// Numbers that one product sums over.
    private static let depth = Element.bfloat16.block
    /// What a band of both maps may take, in bytes: 512 KiB.
    private static let bandBytes = 1 << 19
    /// The most blocks of inputs that a part is about.
    private static let largestPart = 4
    /// What a group of rows of one block of the input may take, in bytes, so that a pair of blocks
    /// stays in the first cache: 16 KiB.
    private static let groupBytes = 1 << 14

    /// - Parameters:
    ///   - convolution: Whose weights learn.
    ///   - input: What it read.
    ///   - output: The gradient of its sums.
    ///   - inputGradient: Is written; `nil` where nobody wants it.
    init(
        _ convolution: LearnedConvolution, input: StoredMap, output: StoredMap,
        inputGradient: StoredMap?
    ) {
        self.convolution = convolution
        self.input = input
        self.output = output
        let (kernel, turned) = (convolution.geometry.kernel, convolution.geometry.turned)
        isOfPicture = input.map.element == .bfloat16
        length = Self.whole(output.map.width)
        line = length + (isOfPicture ? 0 : kernel / 2 * 2)
        let placeBytes = FeatureMap.block * Element.bfloat16.bytes
        let rowBytes = (input.map.blocks * line + output.map.blocks * length) * placeBytes
        bandRows = min(max(Self.bandBytes / rowBytes, kernel), output.map.height)
        groupRows = max(Self.groupBytes / (line * placeBytes), 1)
        across = Self.buffer(output.map.blocks, output.map.height, length)
        let (blocks, rows, line) = (convolution.inputBlocks, output.map.height + kernel - 1, line)
        pairs = (0..<(isOfPicture ? 1 : 2)).map { _ in Self.buffer(blocks, rows, line) }
        rounded = inputGradient.map { _ in StoredMap(rounding: output, readBy: turned) }
        toInput =
            if let inputGradient, let rounded {
                .tiles(
                    TileStep(
                        turned,
                        StepWeights(
                            weights: convolution.backward,
                            bias: FloatBuffer(count: convolution.inputBlocks * FeatureMap.block),
                            outputBlocks: convolution.inputBlocks),
                        source: rounded.place,
                        end: .store(
                            inputGradient.buffer, inputGradient.layout, inputGradient.map)))
            } else { nil }
    }

    private static func buffer(_ blocks: Int, _ rows: Int, _ length: Int) -> FloatBuffer {
        FloatBuffer(count: Element.bfloat16.floats(blocks * rows * length * FeatureMap.block))
    }

    private static func whole(_ places: Int) -> Int { (places + depth - 1) / depth * depth }

    private var block: Int { FeatureMap.block }
    /// The columns of the kernel that have products of their own.
    private var columns: Int { isOfPicture ? 1 : convolution.geometry.kernel }

    /// What all members need together.
    func scratchCount(_ members: Int) -> Int { toInput?.scratchCount(members) ?? 0 }

    /// Takes one block of the output's gradient, which `run` needs all of.
    func take(_ channels: Int) {
        let (map, layout) = (output.map, output.layout)
        var step = ckernels_split_step(
            rows: map.height, columns: map.width, in_row_step: layout.rowStep,
            out_row_step: block * length)
        unsafe ckernels_bf16_across(
            across.bfloats + channels * map.height * block * length, length,
            output.plane(channels), &step)
        rounded?.round(channels, of: output)
    }

    /// Adds the weights' gradient and writes the input's.
    func run(_ team: Team, scratch: FloatBuffer) {
        let (blocks, kernel) = (convolution.inputBlocks, convolution.geometry.kernel)
        if isOfPicture {
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

    /// Rows of the input with its padding.
    private var paddedRows: Int { output.map.height + convolution.geometry.kernel - 1 }

    /// Takes a block of the input.
    private func pair(_ channels: Int) {
        let (padding, layout) = (convolution.geometry.padding, input.layout)
        let from = unsafe input.plane(channels, padding: padding)
        for (shift, pairs) in pairs.enumerated() {
            var step = ckernels_split_step(
                rows: paddedRows, columns: input.map.width + 2 * padding - shift,
                in_row_step: layout.rowStep, out_row_step: block * line)
            unsafe ckernels_bf16_pairs(
                pairs.bfloats + channels * paddedRows * block * line, from + shift * block, &step)
        }
    }

    /// Takes a row of a picture.
    private func pairPatches(_ row: Int) {
        var step = ckernels_split_step(
            rows: 1, columns: output.map.width, in_row_step: 0, out_row_step: 0)
        let from = input.layout.offset(plane: 0, padding: 0) + row * input.layout.rowStep
        unsafe ckernels_bf16_patches(
            pairs[0].bfloats + row * block * line, input.buffer.bfloats + from,
            convolution.geometry.kernel, &step)
    }

    /// Adds the gradient of some blocks of inputs, for some rows of the kernel.
    ///
    ///     sums[input block][i][j][output block][o][c] += sum over rows y, columns x of
    ///         output[y][x][o] · input[y + i][x + j][c]
    private func addWeights(_ first: Int, _ blocks: Int, _ rows: Range<Int>) {
        let (kernel, height, outputs) = (
            convolution.geometry.kernel, output.map.height, convolution.outputBlocks
        )
        let plane = height * block * length
        var step = ckernels_tile_step(
            tiles: outputs, line_step: 0, pixel_step: length, tile_step: plane,
            pair_step: 2 * plane, planes: 0, plane_step: block * length, rows: 1, row_step: 0,
            length: length, group: groupRows, blocks: blocks,
            out_step: kernel * columns * outputs * block * block,
            weights_step: paddedRows * block * line,
            weights_gap: block * (line - length), adds: true)
        for row in stride(from: 0, to: height, by: bandRows) {
            step.planes = min(bandRows, height - row)
            for tap in rows.lowerBound * columns..<rows.upperBound * columns {
                let (i, j) = (tap / columns, tap % columns)
                let to = (first * kernel * columns + tap) * outputs * block * block
                let from = (first * paddedRows + row + i) * block * line + j / 2 * 2 * block
                unsafe ckernels_bf16_product(
                    convolution.sums.start + to, across.bfloats + row * block * length,
                    pairs[j % 2].bfloats + from, &step)
            }
        }
    }
}
