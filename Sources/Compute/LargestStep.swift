import CKernels

/// Largest-value pooling of a feature map; a block of channels a part.
@safe struct LargestStep {
    /// Blocks of channels.
    let parts: Int

    private let source: UnsafePointer<Float>
    private let target: UnsafeMutablePointer<Float>
    private let sourcePlaneStep: Int
    private let targetPlaneStep: Int
    private let step: ckernels_largest_step

    init(
        _ window: PoolingWindow, source: (FloatBuffer, MapLayout, FeatureMap),
        target: (FloatBuffer, MapLayout, FeatureMap)
    ) {
        let (from, fromLayout, fromMap) = source
        let (to, toLayout, toMap) = target
        precondition(fromMap.blocks == toMap.blocks, "pooling keeps the channels")
        parts = fromMap.blocks
        unsafe self.source = UnsafePointer(
            from.start + fromLayout.offset(plane: fromMap.firstBlock, padding: 0))
        unsafe self.target = to.start + toLayout.offset(plane: toMap.firstBlock, padding: 0)
        sourcePlaneStep = fromLayout.planeStep
        targetPlaneStep = toLayout.planeStep
        step = ckernels_largest_step(
            height: toMap.height, width: toMap.width, in_height: fromMap.height,
            in_width: fromMap.width, side: window.side, stride: window.stride,
            before: window.before, in_row_step: fromLayout.rowStep,
            out_row_step: toLayout.rowStep)
    }

    /// Pools one block.
    func work(_ part: Int) {
        var step = step
        unsafe ckernels_largest(
            target + part * targetPlaneStep, source + part * sourcePlaneStep, &step)
    }
}
