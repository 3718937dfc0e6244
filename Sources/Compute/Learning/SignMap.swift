import CKernels

/// Where a rectified convolution's sums are positive, before pooling.
///
/// That is all that its gradient needs of them: a bit of each of 16 channels, (blocks, rows,
/// columns).
@safe final class SignMap {
    /// The columns of a row.
    let columns: Int
    private let plane: Int
    private let buffer: FloatBuffer

    /// Takes memory for sums of this shape; rows and columns that pooling drops have none.
    init(pooling shape: Shape) {
        columns = shape.width / 2 * 2
        plane = shape.height / 2 * 2 * columns
        buffer = FloatBuffer(
            count: Element.bfloat16.floats(FeatureMap.blocks(of: shape.channels) * plane))
    }

    /// All blocks from one row on.
    func from(row: Int) -> ckernels_sign_map {
        unsafe ckernels_sign_map(
            first: buffer.bfloats + row * columns, plane: plane, row: columns)
    }

    /// The first place of a block.
    func block(_ block: Int) -> UnsafeMutablePointer<UInt16> {
        unsafe buffer.bfloats + block * plane
    }
}
