import CKernels

/// A map of float32 as three of bfloat16: rounded, the same again, and what was rounded off.
///
/// With weights that are rounded, what was rounded off of them, and rounded again, a product loses
/// only that of the two small parts. A block of 16 channels a part.
@safe struct SplitStep {
    /// Blocks of 16 channels.
    let parts: Int

    private let source: (FloatBuffer, MapLayout, FeatureMap)
    private let target: (FloatBuffer, MapLayout, FeatureMap)

    /// Plans it for a target of three parts, each with the channels of the source.
    init(
        source: (FloatBuffer, MapLayout, FeatureMap), target: (FloatBuffer, MapLayout, FeatureMap)
    ) {
        precondition(
            source.2.element == .float32 && target.2.element == .bfloat16
                && target.2.parts == Array(repeating: source.2.channels, count: 3),
            "a map of floats is split into three parts")
        parts = source.2.blocks
        (self.source, self.target) = (source, target)
    }

    /// Splits one block.
    func work(_ part: Int) {
        let (from, fromLayout, fromMap) = source
        let (to, toLayout, toMap) = target
        let halves = Element.bfloat16.block / FeatureMap.block
        func start(_ number: Int) -> UnsafeMutablePointer<UInt16> {
            let plane = toMap.part(number).firstBlock + part / halves
            let place = toLayout.offset(plane: plane, padding: 0)
            return unsafe to.bfloats + place + part % halves * FeatureMap.block
        }
        let place = fromLayout.offset(plane: fromMap.firstBlock + part, padding: 0)
        var step = ckernels_split_step(
            rows: fromMap.height, columns: fromMap.width, in_row_step: fromLayout.rowStep,
            out_row_step: toLayout.rowStep)
        unsafe ckernels_bf16_split(start(0), start(1), start(2), from.start + place, &step)
    }
}
