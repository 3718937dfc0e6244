import COpenBLAS

/// The products of all pairs of columns, Zᵀ · Z; the corresponding C function is `cblas_dgemm`.
///
/// - Parameters:
///   - rows: Z, (any, columns), row-major.
///   - columns: Of Z.
/// - Returns: (columns, columns).
public func columnProducts(_ rows: [Double], columns: Int) -> [Double] {
    precondition(
        columns > 0 && rows.count.isMultiple(of: columns), "rows must be of equal length")
    // There is no hurry, and OpenBLAS's own threads are hidden from the sanitizers.
    openblas_set_num_threads(1)
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
