import CKernels

/// A convolution whose weights learn, with the forms in which its steps want them.
///
/// The weights lie as (output blocks, input blocks, kernel, kernel, 16 inputs, 16 outputs), or with
/// 3 inputs where it reads a picture; the gradient likewise. A convolution done by Winograd's
/// filtering or in tiles gathers its gradient in another order, to be put right once a step.
@safe final class LearnedConvolution {
    let geometry: Convolution
    let weight: LearnedTensor
    let bias: LearnedTensor
    let outputBlocks: Int
    let inputBlocks: Int
    /// Floats of one place of the input: 16, or 3 of a picture.
    let pixel: Int
    let form: Form
    /// The weights that a forward step reads: (N · N, output blocks, inputs, 16) for Winograd, in
    /// bfloat16 as `TileStep` takes them for tiles.
    let forward: FloatBuffer
    /// The weights that the input's gradient is made with: (N · N, input blocks, outputs, 16) for
    /// Winograd, else turned by half a turn, (input blocks, output blocks, K, K, 16, 16), or in
    /// bfloat16 as `TileStep` takes them.
    let backward: FloatBuffer
    /// The gradient in another order: of Winograd in the filtered form, laid out as `backward`; of
    /// tiles (input blocks, K, K, output blocks, 16 outputs, 16 inputs), of a picture's (K, output
    /// blocks, 16, 16); else empty.
    let sums: FloatBuffer

    /// How it is done.
    enum Form {
        /// By the definition, in float32.
        case direct
        /// By Winograd's filtering, in float32.
        case winograd
        /// By the definition in tiles of bfloat16, with sums in float32.
        case tiles
    }

    /// Whether a convolution of a picture is done in tiles: a row of its kernel is one block.
    static func takesTiles(ofPicture convolution: Convolution, _ element: Element) -> Bool {
        element == .bfloat16 && convolution.stride == 1 && convolution.padding == 0
            && convolution.kernel * Element.pictureCopy <= FeatureMap.block
    }

    private static func form(
        _ convolution: Convolution, reading input: StoredMap, _ element: Element
    ) -> Form {
        if input.isPicture { return input.map.element == .bfloat16 ? .tiles : .direct }
        if element == .bfloat16 { return .tiles }
        return WinogradStep.suits(convolution, input.map) ? .winograd : .direct
    }

    /// Prepares a convolution that reads `input`.
    init(_ convolution: Convolution, reading input: StoredMap, _ element: Element) {
        geometry = convolution
        form = Self.form(convolution, reading: input, element)
        var map = input.map
        map.element = .float32
        pixel = input.isPicture ? PictureScale.channels : FeatureMap.block
        let layout = MapLayout(
            height: map.height, width: map.width, planes: input.isPicture ? 1 : map.blocks,
            pixel: pixel)
        let packed = PackedWeights([convolution], source: map, layout: layout)
        weight = LearnedTensor(packed.direct())
        bias = LearnedTensor(packed.bias)
        outputBlocks = packed.outputBlocks
        inputBlocks = pixel == FeatureMap.block ? map.blocks : 1
        let pair = FeatureMap.block * FeatureMap.block
        let tile = convolution.kernel + WinogradStep.side - 1
        let taps = convolution.kernel * convolution.kernel
        let pairs = outputBlocks * inputBlocks * pair
        switch form {
            case .direct:
                forward = weight.values
                backward = FloatBuffer(count: pixel == FeatureMap.block ? taps * pairs : 0)
                sums = FloatBuffer(count: 0)
            case .winograd:
                forward = FloatBuffer(count: tile * tile * pairs)
                backward = FloatBuffer(count: tile * tile * pairs)
                sums = FloatBuffer(count: tile * tile * pairs)
            case .tiles where pixel != FeatureMap.block:
                let rows = outputBlocks * convolution.kernel
                let length = TileStep.length(
                    convolution, pixel: input.layout.pixel, .bfloat16)
                forward = FloatBuffer(
                    count: Element.bfloat16.floats(rows * length * FeatureMap.block))
                backward = FloatBuffer(count: 0)
                sums = FloatBuffer(count: rows * pair)
            case .tiles:
                let forth = outputBlocks * Self.halved(inputBlocks)
                let back = inputBlocks * Self.halved(outputBlocks)
                forward = FloatBuffer(count: Element.bfloat16.floats(2 * pair * taps * forth))
                backward = FloatBuffer(count: Element.bfloat16.floats(2 * pair * taps * back))
                sums = FloatBuffer(count: taps * pairs)
        }
    }

    /// Blocks of 32, which tiles take, of so many of 16.
    private static func halved(_ blocks: Int) -> Int { (blocks + 1) / 2 }

    /// What a forward step takes.
    var step: StepWeights {
        StepWeights(weights: forward, bias: bias.values, outputBlocks: outputBlocks)
    }

    /// Floats of a pair of blocks: all taps.
    private var pairCount: Int {
        geometry.kernel * geometry.kernel * FeatureMap.block * FeatureMap.block
    }

    private var block: Int { FeatureMap.block }

    /// Where a pair stands in `backward` and `sums` of Winograd, and from one place to the next.
    private func exchangedPlace(_ output: Int, _ input: Int) -> (offset: Int, step: Int) {
        let outputs = outputBlocks * block
        return ((input * outputs + output * block) * block, inputBlocks * outputs * block)
    }

    /// Brings the forms in step with the weights.
    func refresh(_ team: Team) {
        guard pixel == block else {
            if form == .tiles { refreshOfPicture() }
            return
        }
        team.forEach(outputBlocks) { output, _ in
            for input in 0..<inputBlocks { refresh(output, input) }
        }
    }

    /// The weights for both parts of a picture's numbers: (output blocks, K, length / 2, 16, 2).
    private func refreshOfPicture() {
        let length = TileStep.length(geometry, pixel: Element.bfloat16.picturePixel, .bfloat16)
        forEachOfPicture { weight, output, row, column, color in
            let bits = unsafe BFloat16(self.weight.values.start[weight]).bits
            let first = (output / block * geometry.kernel + row) * length * block
            for copy in [0, Element.pictureCopy] {
                let number = column * Element.bfloat16.picturePixel + color + copy
                unsafe forward.bfloats[
                    first + number / 2 * 2 * block + output % block * 2 + number % 2] = bits
            }
        }
    }

    /// Every weight of a convolution of a picture: where it lies, and what it is.
    private func forEachOfPicture(
        _ body: (_ weight: Int, _ output: Int, _ row: Int, _ column: Int, _ color: Int) -> Void
    ) {
        let kernel = geometry.kernel
        for output in 0..<outputBlocks * block {
            for tap in 0..<kernel * kernel {
                let row = (output / block * kernel * kernel + tap) * pixel
                for color in 0..<pixel {
                    body(
                        (row + color) * block + output % block, output, tap / kernel,
                        tap % kernel, color)
                }
            }
        }
    }

    /// From (K, output blocks, 16 outputs, 4 numbers of each column): see `TileGradient`.
    private func gatherOfPicture() {
        forEachOfPicture { weight, output, row, column, color in
            let sum = (row * outputBlocks + output / block) * block + output % block
            unsafe self.weight.gradient.start[weight] =
                sums.start[sum * block + column * Element.pictureCopy + color]
        }
    }

    private func refresh(_ output: Int, _ input: Int) {
        let weights = unsafe weight.values.start + (output * inputBlocks + input) * pairCount
        let kernel = geometry.kernel
        switch form {
            case .direct:
                unsafe ckernels_flipped_pair(
                    backward.start + (input * outputBlocks + output) * pairCount, weights, kernel)
            case .winograd:
                let inputs = inputBlocks * block
                let (offset, step) = exchangedPlace(output, input)
                unsafe ckernels_winograd_pair(
                    forward.start + (output * inputs + input * block) * block,
                    outputBlocks * inputs * block, backward.start + offset, step, weights, kernel)
            case .tiles:
                // A pair is the first or the second half of each tap of 32 channels.
                let half = block * block
                let forth = output * Self.halved(inputBlocks) + input / 2
                let back = input * Self.halved(outputBlocks) + output / 2
                unsafe ckernels_bf16_pair(
                    forward.bfloats + 2 * pairCount * forth + input % 2 * half,
                    backward.bfloats + 2 * pairCount * back + output % 2 * half, weights, kernel)
        }
    }

    /// Begins a step: no gradient has been gathered.
    func clear() {
        bias.gradient.clear()
        // What is gathered from sums is not added.
        (form == .direct ? weight.gradient : sums).clear()
    }

    /// Ends a step's gathering: from then on `weight.gradient` is whole.
    func gather(_ team: Team) {
        guard form != .direct else { return }
        guard pixel == block else { return gatherOfPicture() }
        team.forEach(outputBlocks) { output, _ in
            for input in 0..<inputBlocks {
                let pair = (output * inputBlocks + input) * pairCount
                unsafe gather(into: weight.gradient.start + pair, output, input)
            }
        }
    }

    private func gather(into gradient: UnsafeMutablePointer<Float>, _ output: Int, _ input: Int) {
        guard form == .tiles else {
            let (offset, step) = exchangedPlace(output, input)
            unsafe ckernels_winograd_pair_gradient(
                gradient, sums.start + offset, step, geometry.kernel)
            return
        }
        let taps = geometry.kernel * geometry.kernel
        unsafe ckernels_bf16_pair_gradient(
            gradient, sums.start + (input * taps * outputBlocks + output) * block * block,
            outputBlocks * block * block, geometry.kernel)
    }

    /// Gathers, moves weights and bias by one step of Adam, and brings the forms in step: pair
    /// after pair, while it is in the caches.
    func move(_ step: ckernels_adam_step, _ team: Team) {
        bias.move(step, team)
        guard pixel == block else {
            gather(team)
            weight.move(step, team)
            return refresh(team)
        }
        team.forEach(outputBlocks) { output, _ in
            for input in 0..<inputBlocks {
                let first = (output * inputBlocks + input) * pairCount
                if form != .direct {
                    unsafe gather(into: weight.gradient.start + first, output, input)
                }
                weight.move(step, first..<first + pairCount)
                refresh(output, input)
            }
        }
    }

    // MARK: Ordinary order

    /// A tensor laid out like the weights as (outputs, inputs, kernel, kernel).
    func ordered(_ buffer: FloatBuffer) -> [Float] {
        var values = [Float](repeating: 0, count: geometry.weight.count)
        forEachWeight { index, place in unsafe values[index] = buffer.start[place] }
        return values
    }

    /// Fills a tensor laid out like the weights from (outputs, inputs, kernel, kernel).
    func fill(_ buffer: FloatBuffer, ordered values: [Float]) {
        precondition(values.count == geometry.weight.count, "weights keep their shape")
        forEachWeight { index, place in unsafe buffer.start[place] = values[index] }
    }

    private func forEachWeight(_ body: (_ index: Int, _ place: Int) -> Void) {
        let taps = geometry.kernel * geometry.kernel
        var index = 0
        for output in 0..<geometry.outputs {
            for input in 0..<geometry.inputs {
                let pair = (output / block * inputBlocks + input / pixel) * taps
                for tap in 0..<taps {
                    body(
                        index,
                        ((pair + tap) * pixel + input % pixel) * block + output % block)
                    index += 1
                }
            }
        }
    }
}
