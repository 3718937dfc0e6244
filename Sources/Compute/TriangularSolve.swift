import CKernels

/// The squared norm of the solution z of L · z = x.
///
/// - Parameters:
///   - x: (n); z takes its place.
///   - lower: L, (n, n), row-major; what stands above the diagonal is not read.
/// - Returns: The sum of the squares of z.
public func solvedSquare(_ x: inout [Double], lower: [Double]) -> Double {
    precondition(lower.count == x.count * x.count, "the matrix must have the vector's side")
    var view = x.mutableSpan
    return ckernels_solved_square(&view, lower.span)
}
