import COpenBLAS

// OPENBLAS_CORETYPE, measured with OpenBLAS 0.3.21 on two cores of an AMD processor with AVX-512:
// it chooses its Zen kernels (AVX2) by itself, and a picture of EfficientAD-S takes 0.78 s on one
// thread and 0.38 s on two; with OPENBLAS_CORETYPE=SkylakeX in the environment 0.44 s and 0.23 s.
// The variable is read when the program starts, and a processor without AVX-512 fails on it.

/// The sides of two matrices that are multiplied: (rows, inner) by (inner, columns).
struct MatrixSides {
    let rows: Int
    let inner: Int
    let columns: Int
}

/// Multiplies two row-major matrices; the corresponding C function is `cblas_sgemm`.
///
/// - Parameters:
///   - sides: The sides of the matrices.
///   - a: (rows, inner).
///   - b: (inner, columns).
///   - product: (rows, columns), written.
@unsafe func multiply(
    _ sides: MatrixSides, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into product: UnsafeMutablePointer<Float>
) {
    let (rows, inner) = (CInt(sides.rows), CInt(sides.inner))
    let columns = CInt(sides.columns)
    unsafe cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, columns, inner, 1, a, inner, b, columns,
        0, product, columns)
}

/// Leaves each matrix product to the thread that asks for it, in the whole process.
///
/// OpenBLAS's own threads would allocate memory in every call.
func useOneThread() { openblas_set_num_threads(1) }

/// The products of all pairs of columns, Zᵀ · Z; the corresponding C function is `cblas_dgemm`.
///
/// - Parameters:
///   - rows: Z, (any, columns), row-major.
///   - columns: Of Z.
/// - Returns: (columns, columns).
public func columnProducts(_ rows: [Double], columns: Int) -> [Double] {
    precondition(
        columns > 0 && rows.count.isMultiple(of: columns), "rows must be of equal length")
    var products = [Double](repeating: 0, count: columns * columns)
    let (side, count) = (CInt(columns), CInt(rows.count / columns))
    // OpenBLAS reads count x columns and writes columns x columns elements, which is all there is.
    unsafe products.withUnsafeMutableBufferPointer { products in
        unsafe rows.withUnsafeBufferPointer { rows in
            unsafe cblas_dgemm(
                CblasRowMajor, CblasTrans, CblasNoTrans, side, side, count, 1, rows.baseAddress,
                side, rows.baseAddress, side, 0, products.baseAddress, side)
        }
    }
    return products
}
