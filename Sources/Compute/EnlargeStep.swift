import CKernels

/// A bilinear change of size of a feature map, half-pixel centres, no antialiasing; a block a part.
@safe struct EnlargeStep {
    /// Blocks of channels.
    let parts: Int

    private let source: FloatBuffer
    private let target: FloatBuffer
    private let element: Element
    /// Where each begins, and how far the next block is.
    private let sourcePlane: (first: Int, step: Int)
    private let targetPlane: (first: Int, step: Int)
    private let rows: ResizeTable
    private let columns: ResizeTable
    private let step: ckernels_enlarge_step

    init(
        source: (FloatBuffer, MapLayout, FeatureMap), target: (FloatBuffer, MapLayout, FeatureMap)
    ) {
        let (from, fromLayout, fromMap) = source
        let (to, toLayout, toMap) = target
        precondition(
            fromMap.blocks == toMap.blocks && fromMap.element == toMap.element,
            "a resize keeps the channels, and what they consist of")
        parts = fromMap.blocks
        element = fromMap.element
        (self.source, self.target) = (from, to)
        sourcePlane = (
            fromLayout.offset(plane: fromMap.firstBlock, padding: 0), fromLayout.planeStep
        )
        targetPlane = (toLayout.offset(plane: toMap.firstBlock, padding: 0), toLayout.planeStep)
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
        let from = sourcePlane.first + part * sourcePlane.step
        let to = targetPlane.first + part * targetPlane.step
        switch element {
            case .float32:
                unsafe ckernels_enlarge(target.start + to, source.start + from, &step)
            case .bfloat16:
                unsafe ckernels_bf16_enlarge(target.bfloats + to, source.bfloats + from, &step)
            case .int8:
                unsafe ckernels_int8_enlarge(target.bytes + to, source.bytes + from, &step)
        }
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
