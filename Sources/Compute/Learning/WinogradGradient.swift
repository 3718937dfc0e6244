import CKernels

/// The gradients of a convolution that is done by Winograd's filtering: of its weights, and of its
/// input.
///
/// The tiles are taken in groups of rows, as forwards. Of each group first input and output
/// gradient are transformed, then come the products, then the input's gradient is transformed back
/// and added up where tiles overlap, which is why a part of that is a block of channels.
@safe struct WinogradGradient {
    private let convolution: LearnedConvolution
    private let input: StoredMap
    private let output: StoredMap
    private let inputGradient: StoredMap?
    private let tile: Int
    private let tilesDown: Int
    private let tilesAcross: Int
    private let groupRows: Int

    /// The most floats of a group, 16 MiB.
    private static let groupLimit = 1 << 22
    /// The most outputs (or tiles) that one product sums over, for the sake of the first cache.
    private static let productLength = 256

    /// - Parameters:
    ///   - convolution: Whose weights learn.
    ///   - input: What it read.
    ///   - output: The gradient of its sums, zero beyond its last row and column.
    ///   - inputGradient: Is added to, laid out like `input`; `nil` where nobody wants it.
    init(
        _ convolution: LearnedConvolution, input: StoredMap, output: StoredMap,
        inputGradient: StoredMap?
    ) {
        self.convolution = convolution
        self.input = input
        self.output = output
        self.inputGradient = inputGradient
        let side = WinogradStep.side
        tile = convolution.geometry.kernel + side - 1
        tilesDown = (output.map.height + side - 1) / side
        tilesAcross = (output.map.width + side - 1) / side
        let channels = FeatureMap.block * (2 * input.map.blocks + output.map.blocks)
        let fitting = max(Self.groupLimit / (tile * tile * channels * tilesAcross), 1)
        let groups = (tilesDown + fitting - 1) / fitting
        groupRows = (tilesDown + groups - 1) / groups
    }

    private var block: Int { FeatureMap.block }
    private var inputs: Int { convolution.inputBlocks * block }
    private var outputs: Int { convolution.outputBlocks * block }

    /// What all members need together.
    var scratchCount: Int { tile * tile * groupRows * tilesAcross * (2 * inputs + outputs) }

    /// Adds both gradients.
    func run(_ team: Team, scratch: FloatBuffer) {
        for first in stride(from: 0, to: tilesDown, by: groupRows) {
            run(Group(self, first: first, scratch: scratch), team)
        }
    }

    private func run(_ group: Group, _ team: Team) {
        team.forEach(group.rows) { row, _ in transform(row, group) }
        guard let inputGradient else {
            team.forEach(tile * tile) { place, _ in multiplyWeights(place, group) }
            return
        }
        team.forEach(2 * tile * tile) { part, _ in
            if part % 2 == 0 {
                multiplyWeights(part / 2, group)
            } else {
                multiplyInput(part / 2, group)
            }
        }
        team.forEach(convolution.inputBlocks) { channels, _ in
            gather(channels, inputGradient, group)
        }
    }

    private func tiles(_ row: Int, _ map: StoredMap, _ group: Group) -> ckernels_tiles {
        ckernels_tiles(
            kernel: convolution.geometry.kernel, blocks: map.map.blocks, lanes: block,
            tiles: tilesAcross,
            first: row * tilesAcross, all: group.all, plane_step: map.layout.planeStep,
            row_step: map.layout.rowStep)
    }

    private func transform(_ row: Int, _ group: Group) {
        let padding = convolution.geometry.padding
        let from = (group.first + row) * WinogradStep.side
        var read = tiles(row, input, group)
        unsafe ckernels_winograd_planes(
            group.read, input.plane(0, padding: padding) + from * input.layout.rowStep, &read)
        var spread = tiles(row, output, group)
        unsafe ckernels_winograd_spread(
            group.spread, output.plane(0) + from * output.layout.rowStep, &spread)
    }

    /// Adds one place's part of the weights' gradient, in the filtered form.
    ///
    ///     sums[block][output][16] += sum over tiles of spread[tile][output] · read[tile][16]
    private func multiplyWeights(_ place: Int, _ group: Group) {
        let all = group.all
        var step = ckernels_product_step(
            pixels: outputs, pixel_step: 1, planes: 1, plane_step: 0, rows: 0, row_step: outputs,
            length: 1, blocks: convolution.inputBlocks, lanes: block, out_step: outputs * block,
            weights_step: all * block, adds: true)
        for first in stride(from: 0, to: all, by: Self.productLength) {
            step.rows = min(Self.productLength, all - first)
            unsafe ckernels_product(
                convolution.sums.start + place * inputs * outputs,
                group.spread + (place * all + first) * outputs,
                group.read + place * all * inputs + first * block, &step)
        }
    }

    /// Makes one place of the input's gradient, in the filtered form.
    ///
    ///     written[block][tile][16] = sum over outputs of spread[tile][output] · weights
    private func multiplyInput(_ place: Int, _ group: Group) {
        let all = group.all
        var step = ckernels_product_step(
            pixels: all, pixel_step: outputs, planes: 1, plane_step: 0, rows: 1, row_step: 0,
            length: 0, blocks: convolution.inputBlocks, lanes: block, out_step: all * block,
            weights_step: outputs * block, adds: false)
        for first in stride(from: 0, to: outputs, by: Self.productLength) {
            step.length = min(Self.productLength, outputs - first)
            unsafe ckernels_product(
                group.written + place * all * inputs, group.spread + place * all * outputs + first,
                convolution.backward.start + place * inputs * outputs + first * block, &step)
            step.adds = true
        }
    }

    private func gather(_ channels: Int, _ inputGradient: StoredMap, _ group: Group) {
        for row in 0..<group.rows {
            var tiles = tiles(row, inputGradient, group)
            let to = (group.first + row) * WinogradStep.side * inputGradient.layout.rowStep
            unsafe ckernels_winograd_gather(
                inputGradient.plane(channels, padding: convolution.geometry.padding) + to,
                group.written + channels * group.all * block, group.all * inputs, &tiles)
        }
    }

    /// Some rows of tiles, and where their numbers stand.
    @safe private struct Group {
        let first: Int
        let rows: Int
        let all: Int
        /// (N · N, input blocks, all, 16).
        let read: UnsafeMutablePointer<Float>
        /// (N · N, all, outputs).
        let spread: UnsafeMutablePointer<Float>
        /// (N · N, input blocks, all, 16).
        let written: UnsafeMutablePointer<Float>

        init(_ gradient: WinogradGradient, first: Int, scratch: FloatBuffer) {
            self.first = first
            rows = min(gradient.groupRows, gradient.tilesDown - first)
            all = rows * gradient.tilesAcross
            let places = gradient.tile * gradient.tile * all
            unsafe read = scratch.start
            unsafe written = scratch.start + places * gradient.inputs
            unsafe spread = scratch.start + 2 * places * gradient.inputs
        }
    }
}
