import CKernels

/// A bilinear change of size of a feature map, half-pixel centres, no antialiasing; a block a part.
@safe struct EnlargeStep {
    /// Blocks of channels.
    let parts: Int

    private let source: UnsafePointer<Float>
    private let target: UnsafeMutablePointer<Float>
    private let sourcePlaneStep: Int
    private let targetPlaneStep: Int
    private let rows: ResizeTable
    private let columns: ResizeTable
    private let step: ckernels_enlarge_step

    init(
        source: (FloatBuffer, MapLayout, FeatureMap), target: (FloatBuffer, MapLayout, FeatureMap)
    ) {
        let (from, fromLayout, fromMap) = source
        let (to, toLayout, toMap) = target
        precondition(fromMap.blocks == toMap.blocks, "a resize keeps the channels")
        parts = fromMap.blocks
        unsafe self.source = UnsafePointer(
            from.start + fromLayout.offset(plane: fromMap.firstBlock, padding: 0))
        unsafe self.target = to.start + toLayout.offset(plane: toMap.firstBlock, padding: 0)
        sourcePlaneStep = fromLayout.planeStep
        targetPlaneStep = toLayout.planeStep
        rows = ResizeTable(from: fromMap.height, to: toMap.height)
        columns = ResizeTable(from: fromMap.width, to: toMap.width)
        unsafe step = ckernels_enlarge_step(
            height: toMap.height, width: toMap.width, lanes: toMap.lanes, rows: rows.places.start,
            columns: columns.places.start, row_shares: rows.shares.start,
            column_shares: columns.shares.start, in_row_step: fromLayout.rowStep,
            out_row_step: toLayout.rowStep)
    }

    /// Resizes one block.
    func work(_ part: Int) {
        var step = unsafe step
        unsafe ckernels_enlarge(
            target + part * targetPlaneStep, source + part * sourcePlaneStep, &step)
    }
}

/// From which two rows (or columns) each one of a resized map is taken, and in which shares.
struct ResizeTable {
    /// (size, 2).
    let places: IndexBuffer
    /// The share of the second, (size).
    let shares: FloatBuffer

    init(from: Int, to: Int) {
        places = IndexBuffer(count: 2 * to)
        shares = FloatBuffer(count: to)
        for index in 0..<to {
            let source = max((Double(index) + 0.5) * Double(from) / Double(to) - 0.5, 0)
            let first = Int(source)
            unsafe places.start[2 * index] = Int32(first)
            unsafe places.start[2 * index + 1] = Int32(min(first + 1, from - 1))
            unsafe shares.start[index] = Float(source - Double(first))
        }
    }
}
