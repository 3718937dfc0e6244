import CKernels

/// The index of the first value that is infinite or not a number.
func firstNotFinite(_ values: [Float]) -> Int? {
    let index = ckernels_finite_prefix(values.span)
    return index == values.count ? nil : index
}
