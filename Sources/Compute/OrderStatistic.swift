import CKernels

/// The value at place `index` if `values` stood in ascending order, without sorting them.
///
/// - Parameters:
///   - index: In 0 ..< the count of values.
///   - values: All finite.
/// - Returns: One of the values.
public func orderStatistic(_ index: Int, of values: [Float]) -> Float {
    precondition(values.indices.contains(index), "a place must be among the values")
    return ckernels_ordered(values.span, index)
}
