import CKernels

/// The gradient of a bilinear change of size: each element goes back to where it was taken from.
@safe struct EnlargeGradient {
    private let input: StoredMap
    private let output: StoredMap
    private let rows: ResizeTable
    private let columns: ResizeTable
    private let step: ckernels_enlarge_step

    /// Adds to `input` what belongs to it of `output`.
    init(input: StoredMap, output: StoredMap) {
        self.input = input
        self.output = output
        rows = ResizeTable(from: input.map.height, to: output.map.height)
        columns = ResizeTable(from: input.map.width, to: output.map.width)
        unsafe step = ckernels_enlarge_step(
            height: output.map.height, width: output.map.width, lanes: output.map.lanes,
            rows: rows.places.start,
            columns: columns.places.start, row_shares: rows.shares.start,
            column_shares: columns.shares.start, in_row_step: input.layout.rowStep,
            out_row_step: output.layout.rowStep)
    }

    /// Does one block.
    func run(_ block: Int) {
        var step = unsafe step
        unsafe ckernels_enlarge_gradient(input.plane(block), output.plane(block), &step)
    }
}
