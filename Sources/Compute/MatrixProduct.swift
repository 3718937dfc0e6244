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

/// The product of two matrices, A · B; the corresponding C function is `cblas_sgemm`.
///
/// - Parameters:
///   - left: A, (rows, inner), row-major.
///   - right: B, (inner, columns), row-major.
///   - inner: A's columns and B's rows; at least 1.
/// - Returns: (rows, columns).
public func product(of left: [Float], and right: [Float], inner: Int) -> [Float] {
    precondition(
        inner > 0 && left.count.isMultiple(of: inner) && right.count.isMultiple(of: inner),
        "rows and columns must be of equal length")
    openblas_set_num_threads(1)
    let (rows, columns) = (left.count / inner, right.count / inner)
    var product = [Float](repeating: 0, count: rows * columns)
    guard !product.isEmpty else { return product }
    let (m, n, k) = (CInt(rows), CInt(columns), CInt(inner))
    // OpenBLAS reads m x k and k x n elements and writes m x n, which is all there is.
    unsafe product.withUnsafeMutableBufferPointer { product in
        unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                unsafe cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, left.baseAddress, k,
                    right.baseAddress, n, 0, product.baseAddress, n)
            }
        }
    }
    return product
}
