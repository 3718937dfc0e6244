import CKernels

/// A convolution by its definition: every pixel of a row times all weights.
///
/// Each part is a band of output rows, whose sums fit the cache between the product and the end.
@safe struct DirectStep {
    /// Bands.
    let parts: Int
    /// What a member needs for the sums of a band.
    let scratchCount: Int

    private let source: UnsafePointer<Float>
    private let sourceRowStep: Int
    private let stride: Int
    private let weights: FloatBuffer
    private let bias: FloatBuffer
    private let target: StepTarget
    /// Before pooling; rows and columns that pooling drops are left out.
    private let rows: Int
    private let bandRows: Int
    private let product: ckernels_product_step
    private let store: ckernels_store_step

    /// The rows of a band of a wide map; a narrow one's are more, up to this many pixels.
    private static let bandPixels = 64

    /// Plans a convolution of `source` whose weights are laid out by taps.
    init(
        _ convolution: Convolution, _ packed: StepWeights,
        source: (FloatBuffer, MapLayout, FeatureMap), end: StepEnd
    ) {
        let (buffer, layout, map) = source
        let unpooled = convolution.unpooledShape(from: map.shape)
        let block = convolution.pooled ? 2 : 1
        let columns = unpooled.width / block * block
        rows = unpooled.height / block * block
        bandRows = (max(Self.bandPixels / columns, 1) + block - 1) / block * block
        parts = (rows + bandRows - 1) / bandRows
        scratchCount = packed.outputBlocks * bandRows * columns * FeatureMap.block
        unsafe self.source = UnsafePointer(
            buffer.start + layout.offset(plane: map.firstBlock, padding: convolution.padding))
        sourceRowStep = layout.rowStep
        stride = convolution.stride
        weights = packed.weights
        bias = packed.bias
        target = StepTarget(end, columns: columns)
        let planes = layout.pixel == FeatureMap.block ? map.blocks : 1
        let length = convolution.kernel * layout.pixel
        product = ckernels_product_step(
            pixels: columns, pixel_step: stride * layout.pixel, planes: planes,
            plane_step: layout.planeStep, rows: convolution.kernel, row_step: layout.rowStep,
            length: length, blocks: packed.outputBlocks, lanes: packed.lanes, out_step: 0,
            weights_step: planes * convolution.kernel * length * FeatureMap.block, adds: false)
        store = ckernels_store_step(
            blocks: packed.outputBlocks, lanes: packed.lanes, rows: 0, columns: columns,
            sums_step: 0, sums_row: columns * FeatureMap.block, plane_step: target.planeStep,
            row_step: target.rowStep, rectified: convolution.rectified, pooled: convolution.pooled)
    }

    /// Computes one band.
    func work(_ part: Int, scratch: UnsafeMutablePointer<Float>) {
        let first = part * bandRows
        let count = min(bandRows, rows - first)
        var (product, store) = (product, store)
        let line = store.columns * FeatureMap.block
        product.out_step = count * line
        store.sums_step = count * line
        store.rows = count
        for row in 0..<count {
            unsafe ckernels_product(
                scratch + row * line, source + (first + row) * stride * sourceRowStep,
                weights.start, &product)
        }
        if var distance = target.distance {
            unsafe ckernels_distance(
                target.row(first), scratch, bias.start, target.otherRow(first), &store, &distance)
        } else if var nearest = target.nearest {
            unsafe ckernels_nearest(
                target.row(first), scratch, bias.start, target.otherRow(first), &store, &nearest)
        } else if target.adds {
            unsafe ckernels_add(target.row(first), scratch, bias.start, &store)
        } else if let bytes = unsafe target.byteRow(store.pooled ? first / 2 : first) {
            unsafe ckernels_int8_store(bytes, scratch, bias.start, &store)
        } else {
            unsafe ckernels_store(
                target.row(store.pooled ? first / 2 : first), scratch, bias.start, &store)
        }
    }
}
