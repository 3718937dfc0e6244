import CKernels

/// The weights of convolutions that share their input, laid out as the kernels read them.
///
/// Each convolution's outputs begin a new block of the map that they fill, and so does each part of
/// the input; what fills the blocks up is zero.
struct PackedWeights {
    /// Blocks of 16 outputs.
    let outputBlocks: Int
    /// The places of a block that are in use.
    let lanes: Int
    /// (outputBlocks, 16).
    let bias: FloatBuffer

    private let element: Element
    /// Of the map that is filled.
    private let target: Element
    /// What a step of each input channel is worth.
    private let units: [Float]
    private let convolutions: [Convolution]
    private let source: FeatureMap
    private let pixel: Int

    /// Takes convolutions of one geometry that read `source`.
    ///
    /// - Parameters:
    ///   - convolutions: What it is about.
    ///   - source: What they read.
    ///   - layout: Of the source.
    ///   - units: What a step of each channel of a source of bytes is worth.
    ///   - target: What the map that they fill consists of, if not what the source does.
    init(
        _ convolutions: [Convolution], source: FeatureMap, layout: MapLayout, units: [Float] = [],
        target: Element? = nil
    ) {
        self.convolutions = convolutions
        self.source = source
        pixel = layout.pixel
        let element = source.element
        self.element = element
        self.units = units
        let target = target ?? element
        self.target = target
        outputBlocks = convolutions.reduce(0) {
            $0 + target.blocks(of: $1.outputs) * (target.block / FeatureMap.block)
        }
        lanes = FeatureMap.lanes(of: convolutions.map(\.outputs))
        bias = FloatBuffer(count: outputBlocks * FeatureMap.block)
        for (place, convolution, output) in outputs {
            unsafe bias.start[place] = convolution.bias[output]
        }
    }

    private var kernel: Int { convolutions[0].kernel }

    /// The inputs, each part filled up to whole blocks.
    private var inputs: Int {
        pixel == element.block ? source.blocks * element.block : pixel
    }

    /// Every output: its place among the blocks, its convolution, its number there.
    private var outputs: [(place: Int, convolution: Convolution, output: Int)] {
        var first = 0
        return convolutions.flatMap { convolution in
            defer { first += target.blocks(of: convolution.outputs) * target.block }
            let start = first
            return (0..<convolution.outputs).map { (start + $0, convolution, $0) }
        }
    }

    /// For every input channel, its place among the blocks.
    private var inputPlaces: [Int] {
        var first = 0
        return source.parts.flatMap { channels in
            defer { first += element.blocks(of: channels) * element.block }
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

    /// For `ckernels_bf16_product`: (outputBlocks, planes, kernel, length / 2, 16, 2), where a row
    /// of the kernel is `length` numbers.
    ///
    /// Weights of the picture, whose rounding was most of the error of the whole, are in two parts:
    /// what is rounded off stands where the picture has its colours again.
    func tiles(length: Int) -> FloatBuffer {
        let block = FeatureMap.block
        let step = inputs / pixel * kernel * length * block
        let packed = FloatBuffer(count: element.floats(outputBlocks * step))
        let halves = unsafe packed.bfloats
        let numbers = eachTap { at, tap in
            (at / pixel * kernel + tap / kernel) * length + tap % kernel * pixel + at % pixel
        }
        // The same for every output.
        let offsets = numbers.map { $0 / 2 * 2 * block + $0 % 2 }
        let rests = numbers.map { $0 + Element.pictureCopy }.map { $0 / 2 * 2 * block + $0 % 2 }
        for (place, convolution, output) in outputs {
            let (from, start) = (output * offsets.count, place / block * step + place % block * 2)
            for index in offsets.indices {
                let exact = convolution.weight[from + index]
                let weight = BFloat16(exact)
                unsafe halves[start + offsets[index]] = weight.bits
                guard pixel != element.block else { continue }
                unsafe halves[start + rests[index]] = BFloat16(exact - weight.value).bits
            }
        }
        return packed
    }

    /// A number for every input channel's place and every tap, in the order of an output's weights.
    private func eachTap(_ number: (_ place: Int, _ tap: Int) -> Int) -> [Int] {
        inputPlaces.flatMap { place in (0..<kernel * kernel).map { number(place, $0) } }
    }

    /// What `tiles` loses of the weights, summed over the taps of each output and input channel:
    /// (outputBlocks · 16, channels of the source); nothing of the picture's.
    private func tileLosses() -> [Float] {
        let (taps, channels) = (kernel * kernel, source.channels)
        var losses = [Float](repeating: 0, count: outputBlocks * FeatureMap.block * channels)
        for (place, convolution, output) in outputs {
            for channel in 0..<channels {
                let first = (output * channels + channel) * taps
                losses[place * channels + channel] = convolution.weight[first..<first + taps]
                    .reduce(0) { $0 + ($1 - BFloat16($1).value) }
            }
        }
        return losses
    }

    /// Weights of bytes for `ckernels_int8_product`: (outputBlocks, planes, kernel, length / 4, 16,
    /// 4).
    ///
    /// What a step of each input channel is worth is a part of them; the largest of an output is
    /// 127 of its steps.
    private func bytes(losing: Bool) -> StepWeights {
        let (block, taps) = (FeatureMap.block, kernel * kernel)
        let step = inputs * taps * block
        let packed = FloatBuffer(count: element.floats(outputBlocks * step))
        let scale = FloatBuffer(count: outputBlocks * block)
        let channels = units.count
        let losses = FloatBuffer(count: losing ? outputBlocks * block * channels : 0)
        for (place, convolution, output) in outputs {
            let first = output * channels * taps
            precondition(convolution.weight.count >= first + channels * taps, "of all channels")
            unsafe convolution.weight.withUnsafeBufferPointer { weights in
                guard let start = weights.baseAddress else { return }
                let largest = unsafe ckernels_int8_largest(start + first, units, channels, taps)
                let unit = largest / 127
                guard unit > 0, unit.isFinite else { return }
                unsafe scale.start[place] = unit
                var channel = 0
                for (part, count) in source.parts.enumerated() {
                    let plane = source.part(part).firstBlock - source.firstBlock
                    let to = place / block * step + plane * element.block * taps * block
                    unsafe ckernels_int8_weights(
                        packed.bytes + to + place % block * 4,
                        losing ? losses.start + place * channels + channel : nil,
                        start + first + channel * taps, Array(units[channel...]), unit, count, taps)
                    channel += count
                }
            }
        }
        return StepWeights(
            weights: packed, bias: bias, outputBlocks: outputBlocks, lanes: lanes, scale: scale,
            isRounded: true, losses: losses.array(losses.count))
    }

    /// The same of the picture, a row of whose kernel is `length` bytes:
    /// (outputBlocks, rows of places, length / 4, 16, 4).
    ///
    /// What rounding takes from an output of a grey picture is given back.
    private func pictureBytes(length: Int) -> StepWeights {
        let (block, taps, rows) = (FeatureMap.block, kernel * kernel, element.pictureRows)
        let step = (kernel + rows - 1) / rows * length * block
        let packed = FloatBuffer(count: element.floats(outputBlocks * step))
        let scale = FloatBuffer(count: outputBlocks * block)
        let rounding = PictureRounding(kernel: kernel, colors: source.channels)
        let offsets = (0..<rounding.count).map { index in
            let (color, i, j) = (index / taps, index % taps / kernel, index % kernel)
            let k = i / rows * length + j * pixel + i % rows * Element.pictureCopy + color
            return k / 4 * 4 * block + k % 4
        }
        let outputs = outputs
        for first in stride(from: 0, to: outputs.count, by: block) {
            let some = outputs[first..<min(first + block, outputs.count)]
            var weights = [PictureRounding.Outputs](
                repeating: PictureRounding.Outputs(), count: rounding.count)
            for (lane, (place, convolution, output)) in some.enumerated() {
                let from = output * rounding.count
                let row = convolution.weight[from..<from + rounding.count]
                let unit = row.reduce(0) { max($0, abs($1)) } / 127
                guard unit > 0, unit.isFinite else { continue }
                unsafe scale.start[place] = unit
                for index in offsets.indices { weights[index][lane] = row[from + index] / unit }
            }
            let wholes = rounding.rounded(weights)
            for (lane, (place, convolution, output)) in some.enumerated() {
                let unit = unsafe scale.start[place]
                guard unit > 0 else { continue }
                let start = place / block * step + place % block * 4
                var loss: Float = 0
                for index in offsets.indices {
                    let whole = wholes[index][lane]
                    unsafe packed.bytes[start + offsets[index]] = UInt8(bitPattern: Int8(whole))
                    loss += convolution.weight[output * rounding.count + index] - whole * unit
                }
                unsafe bias.start[place] += PictureRounding.grey * loss
            }
        }
        return StepWeights(
            weights: packed, bias: bias, outputBlocks: outputBlocks, lanes: lanes, scale: scale)
    }

    /// What a step in tiles takes.
    ///
    /// - Parameters:
    ///   - length: Numbers of a row of the kernel.
    ///   - losing: Whether it is to be known what rounding takes from the weights.
    /// - Returns: The weights.
    func forTileStep(length: Int, losing: Bool = true) -> StepWeights {
        let isPicture = pixel != element.block
        if element == .int8 {
            return isPicture ? pictureBytes(length: length) : bytes(losing: losing)
        }
        return StepWeights(
            weights: tiles(length: length), bias: bias, outputBlocks: outputBlocks, lanes: lanes,
            isRounded: !isPicture, losses: isPicture || !losing ? [] : tileLosses())
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
    /// Of bytes: what a step of each output's sum is worth, (outputBlocks, 16).
    var scale: FloatBuffer?
    /// Whether rounding takes something from the outputs that can be given back.
    var isRounded = false
    /// What rounding has taken from the weights, summed over the taps of each output and input
    /// channel: (outputBlocks · 16, channels of the source), or nothing.
    var losses: [Float] = []
}
