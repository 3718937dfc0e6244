import CKernels

/// The spatial mean of a convolution's outputs, without the outputs.
///
/// The mean of linear outputs is linear in the mean of what the kernel sees: for each input channel
/// and place of the kernel, the mean of the inputs under it. A few sums and one product of a matrix
/// and a vector take the place of a whole layer. In double precision throughout.
///
/// - Source: PUAD's feature vector, the mean of the student's (or teacher's) outputs.
@safe final class MeanFeature {
    /// Output channels.
    let outputs: Int

    private let source: FloatBuffer
    private let element: Element
    /// Where each 16 channels begin.
    private let starts: [Int]
    private let rowStep: Int
    private let kernel: Int
    private let height: Int
    private let width: Int
    private let weight: [Float]
    private let bias: [Float]
    private let places: [Int]
    private var windows: [Double]
    private var means: [Double]

    /// Plans it; `units` are what a step of each of the source's channels is worth.
    init(
        _ convolution: Convolution, source: (FloatBuffer, MapLayout, FeatureMap), units: [Float]
    ) {
        let (buffer, layout, map) = source
        precondition(
            !convolution.rectified && !convolution.pooled && convolution.stride == 1
                && convolution.padding == 0 && convolution.kernel <= 16 && map.parts.count == 1,
            "only the mean of linear outputs is linear in the inputs")
        let shape = convolution.shape(from: map.shape)
        outputs = convolution.outputs
        self.source = buffer
        element = map.element
        let halves = map.element.block / FeatureMap.block
        starts = (0..<map.blocks * halves).map { block in
            layout.offset(plane: map.firstBlock + block / halves, padding: 0)
                + block % halves * FeatureMap.block
        }
        rowStep = layout.rowStep
        kernel = convolution.kernel
        (height, width) = (shape.height, shape.width)
        let taps = kernel * kernel
        // Where no unit counts, the weights are shared with who has them.
        weight =
            units.allSatisfy { $0 == 1 }
            ? convolution.weight
            : convolution.weight.indices.map {
                convolution.weight[$0] * units[$0 / taps % units.count]
            }
        bias = convolution.bias
        places = (0..<map.channels * taps).map { index in
            let (channel, tap) = (index / taps, index % taps)
            return (channel / FeatureMap.block * taps + tap) * FeatureMap.block
                + channel % FeatureMap.block
        }
        windows = [Double](repeating: 0, count: starts.count * taps * FeatureMap.block)
        means = [Double](repeating: 0, count: places.count)
    }

    /// Fills `feature`, (outputs), from the inputs as they are now; allocates nothing.
    func fill(_ feature: inout [Double]) {
        precondition(feature.count == outputs, "a feature vector has one element a channel")
        let count = kernel * kernel * FeatureMap.block
        unsafe windows.withUnsafeMutableBufferPointer { windows in
            guard let start = windows.baseAddress else { return }
            for block in starts.indices {
                let (means, first) = unsafe (start + block * count, starts[block])
                switch element {
                    case .float32:
                        unsafe ckernels_window_means(
                            means, source.start + first, kernel, height, width, rowStep)
                    case .bfloat16:
                        unsafe ckernels_bf16_window_means(
                            means, source.bfloats + first, kernel, height, width, rowStep)
                    case .int8:
                        unsafe ckernels_int8_window_means(
                            means, source.bytes + first, kernel, height, width, rowStep)
                }
            }
        }
        for index in places.indices { means[index] = windows[places[index]] }
        unsafe feature.withUnsafeMutableBufferPointer { feature in
            guard let start = feature.baseAddress else { return }
            unsafe ckernels_matrix_vector(start, weight, means, outputs, means.count)
        }
        for index in feature.indices { feature[index] += Double(bias[index]) }
    }
}
