import CKernels

/// The index of a square map's largest value that counts.
///
/// A value that is not a number counts as larger than any, so that it cannot hide.
///
/// - Parameters:
///   - values: (side, side).
///   - ignored: (side, side), or empty: everything counts. The value at (y, x) does not count if
///     `ignored[place[y]][place[x]]` is not zero.
///   - place: (side), each in 0 ..< side.
/// - Returns: `nil` if nothing counts.
public func maximumIndex(
    of values: Span<Float>, ignored: Span<UInt8>, place: [Int32]
) -> Int? {
    precondition(
        ignored.isEmpty || ignored.count == values.count, "a mask covers the whole map")
    // An empty span has no address, which C would be given.
    let index =
        ignored.isEmpty
        ? ckernels_maximum(values, nothingIgnored.span, place.span)
        : ckernels_maximum(values, ignored, place.span)
    return index == values.count ? nil : index
}

/// Stands for an empty mask.
private let nothingIgnored: [UInt8] = [0]
