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
    func fill(
        _ buffer: FloatBuffer, _ layout: MapLayout, _ element: Element, _ samples: Span<UInt8>
    ) {
        precondition(samples.count == side * side * Self.channels, "a picture must have its size")
        let first = layout.offset(plane: 0, padding: 0)
        unsafe samples.withUnsafeBufferPointer { samples in
            guard let start = samples.baseAddress else { return }
            switch element {
                case .float32:
                    unsafe ckernels_picture(
                        buffer.start + first, layout.rowStep, start, side, scale, shift)
                case .bfloat16:
                    unsafe ckernels_bf16_picture(
                        buffer.bfloats + first, layout.rowStep, start, side)
                case .int8:
                    unsafe ckernels_int8_picture(
                        buffer.bytes + first, layout.rowStep, start, side, layout.border)
            }
        }
    }

    /// Fills a picture's memory from samples in 0...255 that need not be whole, (side, side, 3).
    func fill(
        _ buffer: FloatBuffer, _ layout: MapLayout, _ element: Element, _ samples: [Float]
    ) {
        forEachSample(samples, layout, element.picturePixel) { color, place, sample in
            switch element {
                case .float32:
                    unsafe buffer.start[place] = sample * scale[color] + shift[color]
                case .bfloat16:
                    let bits = BFloat16(sample - element.pictureCentre).bits
                    unsafe buffer.bfloats[place] = bits
                    unsafe buffer.bfloats[place + Element.pictureCopy] = bits
                case .int8: preconditionFailure("bytes are whole samples")
            }
        }
    }

    /// Fills a picture's memory with samples in 0...255 as sums of two numbers of bfloat16.
    ///
    /// For weights that are rounded; the second one stands where `Element.pictureCopy` says.
    func fillSplit(_ buffer: FloatBuffer, _ layout: MapLayout, _ samples: [Float]) {
        forEachSample(samples, layout, Element.bfloat16.picturePixel) { color, place, sample in
            let value = sample * scale[color] + shift[color]
            let rounded = BFloat16(value)
            unsafe buffer.bfloats[place] = rounded.bits
            unsafe buffer.bfloats[place + Element.pictureCopy] =
                BFloat16(value - rounded.value).bits
        }
    }

    /// Calls with each sample of a picture, (side, side, 3), its colour, and its place in memory
    /// where `pixel` numbers are from one column to the next.
    private func forEachSample(
        _ samples: [Float], _ layout: MapLayout, _ pixel: Int,
        _ body: (_ color: Int, _ place: Int, _ sample: Float) -> Void
    ) {
        precondition(samples.count == side * side * Self.channels, "a picture must have its size")
        var (index, row) = (0, layout.offset(plane: 0, padding: 0))
        for _ in 0..<side {
            for x in 0..<side {
                for color in 0..<Self.channels {
                    body(color, row + x * pixel + color, samples[index])
                    index += 1
                }
            }
            row += layout.rowStep
        }
    }

    /// A convolution of this picture as one of a picture in `element`, whose samples are at most
    /// centred: scale and shift become a part of the weights.
    func folded(into convolution: Convolution, _ element: Element) -> Convolution {
        let taps = convolution.kernel * convolution.kernel
        var (weight, bias) = (convolution.weight, convolution.bias)
        for index in weight.indices {
            let color = index / taps % Self.channels
            bias[index / (taps * Self.channels)] +=
                weight[index] * (shift[color] + element.pictureCentre * scale[color])
            weight[index] *= scale[color]
        }
        return convolution.with(weight: weight, bias: bias)
    }

    /// Fills a picture's memory with what a normalised picture's border of zeros is: in bytes the
    /// nearest sample.
    func fillBorder(_ buffer: FloatBuffer, _ layout: MapLayout, _ element: Element) {
        let zero = (0..<Self.channels).map { -shift[$0] / scale[$0] }
        for place in stride(from: 0, to: layout.count, by: Element.pictureCopy) {
            for color in 0..<Self.channels {
                switch element {
                    case .float32: return
                    case .bfloat16:
                        unsafe buffer.bfloats[place + color] =
                            BFloat16(zero[color] - element.pictureCentre).bits
                    case .int8:
                        unsafe buffer.bytes[place + color] =
                            UInt8(min(max(zero[color].rounded(), 0), 255))
                }
            }
        }
    }
}

extension Element {
    /// What is taken from a picture's sample: in bfloat16, so that whole samples are exact.
    fileprivate var pictureCentre: Float { self == .bfloat16 ? 128 : 0 }
}
