import CKernels

/// What tells, after a layer in tiles, where its sums were positive, and so where they learn.
@safe struct Positive {
    /// Filled by the step, where the result is pooled at once.
    let signs: SignMap?
    /// Where it tells.
    private let result: StoredMap?

    /// - Parameters:
    ///   - sums: The shape before pooling.
    ///   - rectified: Whether negative sums became zero; if not, all learn.
    ///   - pooledAtOnce: Whether there is no result before pooling.
    ///   - result: Before pooling, if there is one.
    init(of sums: Shape, rectified: Bool, pooledAtOnce: Bool, result: StoredMap) {
        signs = rectified && pooledAtOnce ? SignMap(pooling: sums) : nil
        self.result = rectified && !pooledAtOnce ? result : nil
    }

    /// As the kernel calls it.
    var kind: ckernels_positive {
        if signs != nil { return CKERNELS_OF_SIGNS }
        guard let result else { return CKERNELS_NOT_RECTIFIED }
        return result.map.element == .bfloat16 ? CKERNELS_OF_HALVES : CKERNELS_OF_FLOATS
    }

    /// From one row to the next, in bits of 16 channels or in numbers.
    var rowStep: Int { signs?.columns ?? result?.layout.rowStep ?? 0 }

    /// Where a block of 16 channels begins; `nil`: nothing tells, and all learn.
    func start(_ block: Int) -> UnsafeMutableRawPointer? {
        if let signs { return unsafe UnsafeMutableRawPointer(signs.block(block)) }
        return unsafe result?.start(block)
    }
}
