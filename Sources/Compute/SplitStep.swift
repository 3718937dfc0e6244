import CKernels

/// A map of float32 as three of bfloat16: rounded, the same again, and what was rounded off.
///
/// With weights that are rounded, what was rounded off of them, and rounded again, a product loses
/// only that of the two small parts. A block of 16 channels a part.
@safe struct SplitStep {
    /// Blocks of 16 channels.
    let parts: Int

    private let source: UnsafePointer<Float>
    private let sourcePlane: Int
    /// Where each part begins.
    private let starts: InlineArray<3, UnsafeMutablePointer<UInt16>>
    private let targetPlane: Int
    private let step: ckernels_split_step

    /// Plans it for a target of three parts, each with the channels of the source.
    init(
        source: (FloatBuffer, MapLayout, FeatureMap), target: (FloatBuffer, MapLayout, FeatureMap)
    ) {
        let (from, fromLayout, fromMap) = source
        let (to, toLayout, toMap) = target
        precondition(
            fromMap.element == .float32 && toMap.element == .bfloat16
                && toMap.parts == Array(repeating: fromMap.channels, count: 3),
            "a map of floats is split into three parts")
        parts = fromMap.blocks
        unsafe self.source = UnsafePointer(
            from.start + fromLayout.offset(plane: fromMap.firstBlock, padding: 0))
        sourcePlane = fromLayout.planeStep
        unsafe starts = InlineArray { part in
            unsafe to.bfloats + toLayout.offset(plane: toMap.part(part).firstBlock, padding: 0)
        }
        targetPlane = toLayout.planeStep
        step = ckernels_split_step(
            rows: fromMap.height, columns: fromMap.width, in_row_step: fromLayout.rowStep,
            out_row_step: toLayout.rowStep)
    }

    /// Splits one block.
    func work(_ part: Int) {
        var step = step
        let halves = Element.bfloat16.block / FeatureMap.block
        let place = part / halves * targetPlane + part % halves * FeatureMap.block
        unsafe ckernels_bf16_split(
            starts[0] + place, starts[1] + place, starts[2] + place, source + part * sourcePlane,
            &step)
    }
}
