import CKernels

/// The weights of convolutions that share their input, laid out as the kernels read them.
///
/// Each convolution's outputs begin a new block of 16, and so does each part of the input; what
/// fills the blocks up is zero.
struct PackedWeights {
    /// Blocks of outputs.
    let outputBlocks: Int
    /// The places of a block that are in use.
    let lanes: Int
    /// (outputBlocks, 16).
    let bias: FloatBuffer

    private let convolutions: [Convolution]
    private let source: FeatureMap
    private let pixel: Int

    /// Takes convolutions of one geometry that read `source`.
    init(_ convolutions: [Convolution], source: FeatureMap, layout: MapLayout) {
        self.convolutions = convolutions
        self.source = source
        pixel = layout.pixel
        outputBlocks = convolutions.reduce(0) { $0 + FeatureMap.blocks(of: $1.outputs) }
        lanes = FeatureMap.lanes(of: convolutions.map(\.outputs))
        bias = FloatBuffer(count: outputBlocks * FeatureMap.block)
        for (place, convolution, output) in outputs {
            unsafe bias.start[place] = convolution.bias[output]
        }
    }

    private var kernel: Int { convolutions[0].kernel }

    /// The inputs, each part filled up to whole blocks.
    private var inputs: Int {
        pixel == FeatureMap.block ? source.blocks * FeatureMap.block : pixel
    }

    /// Every output: its place among the blocks, its convolution, its number there.
    private var outputs: [(place: Int, convolution: Convolution, output: Int)] {
        var first = 0
        return convolutions.flatMap { convolution in
            defer { first += FeatureMap.blocks(of: convolution.outputs) * FeatureMap.block }
            let start = first
            return (0..<convolution.outputs).map { (start + $0, convolution, $0) }
        }
    }

    /// For every input channel, its place among the blocks.
    private var inputPlaces: [Int] {
        var first = 0
        return source.parts.flatMap { channels in
            defer { first += FeatureMap.blocks(of: channels) * FeatureMap.block }
            let start = first
            return (0..<channels).map { start + $0 }
        }
    }

    /// For `ckernels_product`: (outputBlocks, planes, kernel, kernel · pixel, 16).
    func direct() -> FloatBuffer {
        let taps = kernel * kernel
        let packed = FloatBuffer(count: outputBlocks * inputs * taps * FeatureMap.block)
        let places = inputPlaces
        for (place, convolution, output) in outputs {
            let block = place / FeatureMap.block * inputs * taps
            for (channel, at) in places.enumerated() {
                let from = (output * places.count + channel) * taps
                for tap in 0..<taps {
                    let row = block + (at / pixel * taps + tap) * pixel + at % pixel
                    unsafe packed.start[row * FeatureMap.block + place % FeatureMap.block] =
                        convolution.weight[from + tap]
                }
            }
        }
        return packed
    }

    /// What a step by the definition takes.
    func forDirectStep() -> StepWeights {
        StepWeights(weights: direct(), bias: bias, outputBlocks: outputBlocks, lanes: lanes)
    }

    /// What a step by Winograd's filtering takes.
    func forWinogradStep() -> StepWeights {
        StepWeights(weights: winograd(), bias: bias, outputBlocks: outputBlocks, lanes: lanes)
    }

    /// For Winograd's product: (tile places, outputBlocks, inputs, 16).
    func winograd() -> FloatBuffer {
        let taps = kernel * kernel
        let block = FeatureMap.block
        let tile = (kernel + 3) * (kernel + 3)
        let packed = FloatBuffer(count: tile * outputBlocks * inputs * block)
        // One block of outputs: (inputs, kernel, kernel, 16).
        let ordered = FloatBuffer(count: inputs * taps * block)
        let places = inputPlaces
        for (place, convolution, output) in outputs {
            for (channel, at) in places.enumerated() {
                let from = (output * places.count + channel) * taps
                for tap in 0..<taps {
                    unsafe ordered.start[(at * taps + tap) * block + place % block] =
                        convolution.weight[from + tap]
                }
            }
            let isLast = output == convolution.outputs - 1
            guard isLast || place % block == block - 1 else { continue }
            // The block is complete: `packed` has room for it in every place of the tile.
            unsafe ckernels_winograd_weights(
                packed.start + place / block * inputs * block, outputBlocks * inputs * block,
                ordered.start, kernel, inputs)
            unsafe ordered.start.update(repeating: 0, count: ordered.count)
        }
        return packed
    }
}

/// The weights of one step, laid out as its kernels read them.
struct StepWeights {
    /// By taps or transformed, as the kind of step wants.
    let weights: FloatBuffer
    /// (outputBlocks, 16).
    let bias: FloatBuffer
    /// Blocks of outputs.
    let outputBlocks: Int
    /// The places of a block that are in use.
    var lanes = FeatureMap.block
}
