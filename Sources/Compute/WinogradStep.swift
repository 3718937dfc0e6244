import CKernels

/// A convolution by Winograd's minimal filtering: tiles of 4x4 outputs.
///
/// The tiles are taken in groups of rows. Of each group first the inputs are transformed, then
/// come the products, one matrix product for each place of a tile, then the outputs are
/// transformed back and ended.
///
/// - Source: A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks, 2015.
@safe struct WinogradStep {
    /// The transformed inputs and the products of a group, for all members together.
    let scratchCount: Int
    /// Three to a group.
    let phases: Int

    private let source: UnsafePointer<Float>
    private let sourceRowStep: Int
    private let weights: FloatBuffer
    private let bias: FloatBuffer
    private let target: StepTarget
    private let tile: Int
    private let tilesDown: Int
    private let tilesAcross: Int
    private let groupRows: Int
    private let inputs: Int
    /// Of them, those up to the last one that is in use.
    private let length: Int
    /// Outputs before pooling; rows and columns that pooling drops are left out.
    private let rows: Int
    private let inputTiles: ckernels_tiles
    private let store: ckernels_store_step

    /// The most floats of a group, 16 MiB, so that it may stay in the last cache; twice as many
    /// where each group makes parts of its weights for the tiles.
    private static var groupLimit: Int { InstructionLevel.inUse.hasTiles ? 1 << 23 : 1 << 22 }
    /// The most inputs of one product, so that its weights stay in the first cache.
    private static let productInputs = 256
    /// The outputs of a tile's side.
    static let side = 4

    /// Whether a convolution gains by it.
    static func suits(_ convolution: Convolution, _ map: FeatureMap) -> Bool {
        let shape = convolution.unpooledShape(from: map.shape)
        return convolution.stride == 1 && (3...4).contains(convolution.kernel)
            && min(shape.height, shape.width) >= 3 * side
    }

    /// How many input rows (or columns) the tiles over so many outputs read.
    static func reach(_ outputs: Int, kernel: Int) -> Int {
        (outputs + side - 1) / side * side + kernel - 1
    }

    /// Plans a convolution of `source` whose weights are laid out for Winograd's products.
    init(
        _ convolution: Convolution, _ packed: StepWeights,
        source: (FloatBuffer, MapLayout, FeatureMap), end: StepEnd, members: Int
    ) {
        let (buffer, layout, map) = source
        let unpooled = convolution.unpooledShape(from: map.shape)
        let block = convolution.pooled ? 2 : 1
        let columns = unpooled.width / block * block
        tile = convolution.kernel + Self.side - 1
        rows = unpooled.height / block * block
        tilesDown = (rows + Self.side - 1) / Self.side
        tilesAcross = (columns + Self.side - 1) / Self.side
        inputs = map.blocks * FeatureMap.block
        length = map.length
        let tileCount = tile * tile * (inputs + packed.outputBlocks * FeatureMap.block)
        let fitting = max(Self.groupLimit / (tileCount * tilesAcross), 1)
        // Of nearly one height, and a multiple of the members where there are enough.
        let share = min(members, tilesDown)
        let most = max(fitting / share, 1) * share
        let groups = (tilesDown + most - 1) / most
        groupRows = ((tilesDown + groups - 1) / groups + share - 1) / share * share
        phases = 3 * ((tilesDown + groupRows - 1) / groupRows)
        scratchCount = tileCount * groupRows * tilesAcross
        unsafe self.source = UnsafePointer(
            buffer.start + layout.offset(plane: map.firstBlock, padding: convolution.padding))
        sourceRowStep = layout.rowStep
        weights = packed.weights
        bias = packed.bias
        target = StepTarget(end, columns: columns)
        inputTiles = ckernels_tiles(
            kernel: convolution.kernel, blocks: map.blocks, lanes: map.lanes, tiles: tilesAcross,
            first: 0, all: 0,
            plane_step: layout.planeStep, row_step: layout.rowStep)
        store = ckernels_store_step(
            blocks: packed.outputBlocks, lanes: packed.lanes, rows: 0, columns: columns,
            sums_step: 0, sums_row: 0, plane_step: target.planeStep, row_step: target.rowStep,
            rectified: convolution.rectified, pooled: convolution.pooled)
    }

    /// The rows of tiles of a group.
    private func rows(of group: Int) -> Int { min(groupRows, tilesDown - group * groupRows) }

    /// The parts of a phase.
    func parts(_ phase: Int) -> Int {
        phase % 3 == 1 ? tile * tile : rows(of: phase / 3)
    }

    /// Does one part of a phase.
    func work(_ part: Int, phase: Int, scratch: UnsafeMutablePointer<Float>) {
        let group = phase / 3
        let all = rows(of: group) * tilesAcross
        let products = unsafe scratch + tile * tile * all * inputs
        switch phase % 3 {
            case 0: unsafe transform(group * groupRows + part, part, all, into: scratch)
            case 1: unsafe multiply(part, all, scratch, into: products)
            default: unsafe finish(group * groupRows + part, part, all, products)
        }
    }

    /// Transforms the inputs of one row of tiles.
    private func transform(
        _ row: Int, _ place: Int, _ all: Int, into transformed: UnsafeMutablePointer<Float>
    ) {
        var tiles = inputTiles
        tiles.first = place * tilesAcross
        tiles.all = all
        unsafe ckernels_winograd_input(
            transformed, source + row * Self.side * sourceRowStep, &tiles)
    }

    /// Multiplies the inputs of one place of all tiles by its weights.
    private func multiply(
        _ place: Int, _ all: Int, _ transformed: UnsafePointer<Float>,
        into products: UnsafeMutablePointer<Float>
    ) {
        let block = FeatureMap.block
        var step = ckernels_product_step(
            pixels: all, pixel_step: inputs, planes: 1, plane_step: 0, rows: 1, row_step: 0,
            length: 0, blocks: store.blocks, lanes: store.lanes, out_step: all * block,
            weights_step: inputs * block,
            adds: false)
        for first in Swift.stride(from: 0, to: length, by: Self.productInputs) {
            step.length = min(Self.productInputs, length - first)
            unsafe ckernels_product(
                products + place * store.blocks * all * block,
                transformed + place * all * inputs + first,
                weights.start + place * store.blocks * inputs * block + first * block, &step)
            step.adds = true
        }
    }

    /// Transforms the outputs of one row of tiles and ends them.
    private func finish(
        _ row: Int, _ place: Int, _ all: Int, _ products: UnsafePointer<Float>
    ) {
        var (tiles, store) = (inputTiles, store)
        tiles.blocks = store.blocks
        tiles.first = place * tilesAcross
        tiles.all = all
        store.rows = min(Self.side, rows - row * Self.side)
        let first = row * Self.side
        if var distance = target.distance {
            unsafe ckernels_winograd_distance(
                target.row(first), products, bias.start, target.otherRow(first), &tiles, &store,
                &distance)
        } else if let bytes = unsafe target.byteRow(store.pooled ? first / 2 : first) {
            unsafe ckernels_int8_winograd_store(bytes, products, bias.start, &tiles, &store)
        } else {
            unsafe ckernels_winograd_store(
                target.row(store.pooled ? first / 2 : first), products, bias.start, &tiles, &store)
        }
    }
}
