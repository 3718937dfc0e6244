import CKernels

/// A bilinear change of size, half-pixel centres ("align_corners = false"), no antialiasing.
///
/// - Source: the resize of all EfficientAD maps and of its decoder.
public struct ResizeStep: Sendable {
    private let from: Shape
    private let to: Shape

    /// Prepares the change from one shape to another of the same channels.
    public init(from: Shape, to: Shape) {
        precondition(from.channels == to.channels, "a resize keeps the channels")
        precondition(
            max(from.width, to.width) <= 1024 && from.plane > 0, "a resize has 1 to 1024 columns")
        self.from = from
        self.to = to
    }

    /// Fills the first elements of `output` from the first of `input`.
    public func run(_ input: [Float], into output: inout [Float]) {
        run(input.span, into: &output)
    }

    func run(_ input: Span<Float>, into output: inout [Float]) {
        precondition(
            input.count >= from.count && output.count >= to.count,
            "a resize needs both maps whole")
        let step = ckernels_resize_step(
            planes: from.channels, height: from.height, width: from.width,
            new_height: to.height, new_width: to.width)
        var view = output.mutableSpan
        ckernels_resize(&view, input, step)
    }
}
