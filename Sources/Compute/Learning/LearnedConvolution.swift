import CKernels

/// A convolution whose weights learn, with the forms in which its steps want them.
///
/// The weights lie as (output blocks, input blocks, kernel, kernel, 16 inputs, 16 outputs), or with
/// 3 inputs where it reads a picture; the gradient likewise. A convolution done by Winograd's
/// filtering gathers its gradient in the filtered form, to be turned back once a step.
@safe final class LearnedConvolution {
    let geometry: Convolution
    let weight: LearnedTensor
    let bias: LearnedTensor
    let outputBlocks: Int
    let inputBlocks: Int
    /// Floats of one place of the input: 16, or 3 of a picture.
    let pixel: Int
    let isWinograd: Bool
    /// The weights that a forward step reads: (N · N, output blocks, inputs, 16) for Winograd.
    let forward: FloatBuffer
    /// The weights that the input's gradient is made with: (N · N, input blocks, outputs, 16) for
    /// Winograd, else turned by half a turn, (input blocks, output blocks, K, K, 16, 16).
    let backward: FloatBuffer
    /// The gradient in the filtered form, laid out as `backward`; empty if not Winograd.
    let sums: FloatBuffer

    /// Prepares a convolution that reads `input`.
    init(_ convolution: Convolution, reading input: StoredMap) {
        geometry = convolution
        pixel = input.layout.pixel
        isWinograd = pixel == FeatureMap.block && WinogradStep.suits(convolution, input.map)
        let packed = PackedWeights([convolution], source: input.map, layout: input.layout)
        weight = LearnedTensor(packed.direct())
        bias = LearnedTensor(packed.bias)
        outputBlocks = packed.outputBlocks
        inputBlocks = pixel == FeatureMap.block ? input.map.blocks : 1
        let pair = FeatureMap.block * FeatureMap.block
        let tile = convolution.kernel + WinogradStep.side - 1
        let places = isWinograd ? tile * tile : convolution.kernel * convolution.kernel
        let count = pixel == FeatureMap.block ? places * outputBlocks * inputBlocks * pair : 0
        forward = isWinograd ? FloatBuffer(count: count) : weight.values
        backward = FloatBuffer(count: count)
        sums = FloatBuffer(count: isWinograd ? count : 0)
    }

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
        guard pixel == block else { return }
        team.forEach(outputBlocks) { output, _ in
            for input in 0..<inputBlocks { refresh(output, input) }
        }
    }

    private func refresh(_ output: Int, _ input: Int) {
        let weights = unsafe weight.values.start + (output * inputBlocks + input) * pairCount
        guard isWinograd else {
            unsafe ckernels_flipped_pair(
                backward.start + (input * outputBlocks + output) * pairCount, weights,
                geometry.kernel)
            return
        }
        let inputs = inputBlocks * block
        let (offset, step) = exchangedPlace(output, input)
        unsafe ckernels_winograd_pair(
            forward.start + (output * inputs + input * block) * block,
            outputBlocks * inputs * block, backward.start + offset, step, weights, geometry.kernel)
    }

    /// Begins a step: no gradient has been gathered.
    func clear() {
        for buffer in [weight.gradient, bias.gradient, sums] { buffer.clear() }
    }

    /// Ends a step's gathering: from then on `weight.gradient` is whole.
    func gather(_ team: Team) {
        guard isWinograd else { return }
        team.forEach(outputBlocks) { output, _ in
            for input in 0..<inputBlocks {
                let (offset, step) = exchangedPlace(output, input)
                let pair = (output * inputBlocks + input) * pairCount
                unsafe ckernels_winograd_pair_gradient(
                    weight.gradient.start + pair, sums.start + offset, step, geometry.kernel)
            }
        }
    }

    /// Moves weights and bias by one step of Adam.
    func move(_ step: ckernels_adam_step, _ team: Team) {
        weight.move(step, team)
        bias.move(step, team)
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
