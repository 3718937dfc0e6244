import CKernels

/// A square picture of 8-bit RGB samples, and how they become numbers: `sample · scale + shift`.
public struct PictureScale: Sendable {
    /// Rows and columns.
    public let side: Int
    /// Of each colour.
    public let scale: [Float]
    /// Of each colour.
    public let shift: [Float]

    /// The colours.
    static let channels = 3

    /// Collects them.
    public init(side: Int, scale: [Float], shift: [Float]) {
        precondition(
            side > 0 && scale.count == Self.channels && shift.count == Self.channels,
            "a picture has three colours")
        self.side = side
        self.scale = scale
        self.shift = shift
    }

    /// Fills a picture's memory from 8-bit samples, (side, side, 3).
    func fill(_ buffer: FloatBuffer, _ layout: MapLayout, _ samples: Span<UInt8>) {
        precondition(samples.count == side * side * Self.channels, "a picture must have its size")
        unsafe samples.withUnsafeBufferPointer { samples in
            guard let start = samples.baseAddress else { return }
            unsafe ckernels_picture(
                buffer.start + layout.offset(plane: 0, padding: 0), layout.rowStep, start, side,
                scale, shift)
        }
    }

    /// Fills a picture's memory from samples in 0...255 that need not be whole, (side, side, 3).
    func fill(_ buffer: FloatBuffer, _ layout: MapLayout, _ samples: [Float]) {
        let line = side * Self.channels
        precondition(samples.count == side * line, "a picture must have its size")
        for row in 0..<side {
            let place = layout.offset(plane: 0, padding: 0) + row * layout.rowStep
            for index in 0..<line {
                let color = index % Self.channels
                unsafe buffer.start[place + index] =
                    samples[row * line + index] * scale[color] + shift[color]
            }
        }
    }
}
