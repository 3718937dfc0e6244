import COpenBLAS

/// The eigenvectors of a symmetric matrix that is not negative, those of the largest values first.
///
/// Of a covariance they are the principal axes of what varies. Each is of length 1, its largest
/// component positive; the corresponding function is LAPACK's `dsyev`.
///
/// - Parameters:
///   - matrix: (side, side), symmetric, finite.
///   - side: Its rows and columns.
///   - count: How many are wanted, at most `side`.
/// - Returns: (count, side); `nil` if they cannot be found.
public func principalAxes(of matrix: [Double], side: Int, count: Int) -> [Double]? {
    precondition(
        side > 0 && matrix.count == side * side && (0...side).contains(count),
        "a matrix has side x side elements and as many axes")
    openblas_set_num_threads(1)
    var (vectors, values) = (matrix, [Double](repeating: 0, count: side))
    var size = CInt(side)
    // The least is 3 · side - 1; this lets LAPACK work in blocks of 32.
    var room = CInt(34 * side)
    var work = [Double](repeating: 0, count: Int(room))
    var failure: CInt = 0
    // LAPACK reads and writes side x side, side and `room` elements, which is what there is.
    unsafe vectors.withUnsafeMutableBufferPointer { vectors in
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe work.withUnsafeMutableBufferPointer { work in
                unsafe dsyev_(
                    "V", "U", &size, vectors.baseAddress, &size, values.baseAddress,
                    work.baseAddress, &room, &failure, 1, 1)
            }
        }
    }
    guard failure == 0 else { return nil }
    return (0..<count).flatMap { axis in
        // The columns of LAPACK's matrix are rows here.
        let row = vectors[(side - 1 - axis) * side..<(side - axis) * side]
        let largest = row.max { abs($0) < abs($1) } ?? 0
        return largest < 0 ? row.map { -$0 } : Array(row)
    }
}
