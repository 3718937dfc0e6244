import CKernels

/// Replaces a symmetric matrix by its Cholesky factor: L with L · Lᵀ = matrix.
///
/// - Parameters:
///   - matrix: (side, side), of which the lower triangle is read; L takes its place, zero above
///     the diagonal.
///   - side: Its rows and columns.
/// - Returns: The first row at which the matrix is not positive definite; `nil` if it is.
public func factorise(_ matrix: inout [Double], side: Int) -> Int? {
    precondition(matrix.count == side * side, "a matrix has side x side elements")
    var view = matrix.mutableSpan
    let row = ckernels_cholesky(&view, side)
    return row == side ? nil : row
}
