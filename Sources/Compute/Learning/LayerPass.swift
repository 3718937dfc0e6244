import CKernels

/// One layer at work: its maps, and its steps forth and back.
@safe final class LayerPass {
    let convolution: LearnedConvolution
    /// What the next layer reads.
    let output: StoredMap
    /// The gradient of `output`, filled by whoever comes after.
    let outputGradient: StoredMap

    private let layer: LearningLayer
    private let input: StoredMap
    private let inputGradient: StoredMap?
    /// What the convolution reads: the input, or what it was resized to.
    private let resized: StoredMap
    private let resizedGradient: StoredMap?
    private let enlarge: EnlargeStep?
    private let enlargeGradient: EnlargeGradient?
    /// The convolution's rectified result before pooling, or the output where that is pooled at
    /// once.
    private let result: StoredMap
    /// What the step reads in place of `resized`, if that is not what it takes.
    private let rounded: StoredMap?
    private let step: PlannedStep
    private let gradients: Gradients

    private enum Gradients {
        /// `sums`: the gradient of the sums, before rectification.
        case winograd(WinogradGradient, sums: StoredMap)
        /// `spacing`: from one row or column of `sums` to the next that is not all zeros.
        case direct(DirectGradient, sums: StoredMap, spacing: Int)
        case tiles(TileGradient, Positive)
    }

    /// - Parameters:
    ///   - layer: What to do.
    ///   - input: What it reads.
    ///   - inputGradient: Where the input's gradient goes; `nil` where nobody wants it.
    ///   - next: The layer that reads the output; `nil` for a network's last.
    ///   - element: What is multiplied.
    ///   - team: Whose members will work.
    init(
        _ layer: LearningLayer, input: StoredMap, inputGradient: StoredMap?,
        next: LearningLayer?, element: Element, team: Team
    ) {
        self.layer = layer
        self.input = input
        self.inputGradient = inputGradient
        let resized = Self.resizedMap(layer, input)
        self.resized = resized
        resizedGradient =
            layer.resizedTo == nil
            ? inputGradient : inputGradient.map { _ in StoredMap(resized.map, resized.layout) }
        enlarge =
            layer.resizedTo == nil
            ? nil : EnlargeStep(source: input.place, target: resized.place)
        enlargeGradient =
            if let inputGradient, let resizedGradient, layer.resizedTo != nil {
                EnlargeGradient(input: inputGradient, output: resizedGradient)
            } else { nil }

        var geometry = layer.convolution
        geometry.pooled = false
        convolution = LearnedConvolution(geometry, reading: resized, element)
        let shape = layer.convolution.shape(from: resized.map.shape)
        let reader = next.flatMap { $0.resizedTo == nil ? $0.convolution : nil }
        // Between layers in tiles numbers stay in bfloat16, and are pooled at once.
        if let reader, convolution.form == .tiles, layer.dropout == 0 {
            output = StoredMap(rounded: shape, readBy: reader)
        } else {
            output = StoredMap(shape, readBy: reader)
        }
        outputGradient = StoredMap(output.map, output.layout)
        let poolsLater = layer.convolution.pooled && output.map.element == .float32
        result = poolsLater ? StoredMap(geometry.shape(from: resized.map.shape)) : output
        geometry.pooled = layer.convolution.pooled && !poolsLater
        let makes =
            switch convolution.form {
                case .winograd: Self.winograd
                case .direct: Self.direct
                case .tiles: Self.tiles
            }
        (rounded, step, gradients) = makes(
            Making(
                convolution: convolution, geometry: geometry, input: resized, result: result,
                inputGradient: resizedGradient, members: team.members))
    }

    /// What the steps of a layer are made from.
    private struct Making {
        let convolution: LearnedConvolution
        /// Pooled only where it is at once.
        let geometry: Convolution
        let input: StoredMap
        let result: StoredMap
        let inputGradient: StoredMap?
        let members: Int

        /// Before pooling.
        var sums: Shape { geometry.unpooledShape(from: input.map.shape) }
        var end: StepEnd { .store(result.buffer, result.layout, result.map) }
    }

    private typealias Made = (rounded: StoredMap?, step: PlannedStep, gradients: Gradients)

    private static func winograd(_ making: Making) -> Made {
        let sums = tiledMap(making.sums)
        let step = WinogradStep(
            making.geometry, making.convolution.step, source: making.input.place, end: making.end,
            members: making.members)
        let gradient = WinogradGradient(
            making.convolution, input: making.input, output: sums,
            inputGradient: making.inputGradient)
        return (nil, .winograd(step), .winograd(gradient, sums: sums))
    }

    private static func direct(_ making: Making) -> Made {
        let isSpaced = making.inputGradient != nil
        let sums = DirectGradient.outputMap(
            making.geometry, of: making.input.map.shape, spaced: isSpaced)
        let step = DirectStep(
            making.geometry, making.convolution.step, source: making.input.place, end: making.end)
        let gradient = DirectGradient(
            making.convolution, input: making.input, output: sums,
            inputGradient: making.inputGradient)
        let spacing = isSpaced ? making.geometry.stride : 1
        return (nil, .direct(step), .direct(gradient, sums: sums, spacing: spacing))
    }

    private static func tiles(_ making: Making) -> Made {
        let input = making.input
        let rounded =
            input.map.element == .float32
            ? StoredMap(rounded: input.map.shape, readBy: making.geometry) : nil
        let positive = Positive(
            of: making.sums, rectified: making.geometry.rectified,
            pooledAtOnce: making.geometry.pooled, result: making.result)
        let step = TileStep(
            making.geometry, making.convolution.step, source: (rounded ?? input).place,
            end: making.end, signs: positive.signs)
        let gradient = TileGradient(
            making.convolution, input: rounded ?? input, inputGradient: making.inputGradient)
        return (rounded, .tiles(step), .tiles(gradient, positive))
    }

    /// The map that a layer's convolution reads.
    private static func resizedMap(_ layer: LearningLayer, _ input: StoredMap) -> StoredMap {
        guard let side = layer.resizedTo else { return input }
        return StoredMap(
            Shape(channels: input.map.channels, height: side, width: side),
            readBy: layer.convolution)
    }

    /// A map with zeros up to whole tiles.
    private static func tiledMap(_ shape: Shape) -> StoredMap {
        let stored = StoredMap(shape)
        var layout = stored.layout
        let side = WinogradStep.side
        layout.admit(
            padding: 0, rows: (shape.height + side - 1) / side * side,
            columns: (shape.width + side - 1) / side * side)
        return StoredMap(stored.map, layout)
    }

    /// What all members need together.
    func scratchCount(_ members: Int) -> Int {
        let back =
            switch gradients {
                case .winograd(let gradient, _): gradient.scratchCount
                case .direct(let gradient, _, _): gradient.scratchCount(members)
                case .tiles(let gradient, _): gradient.scratchCount(members)
            }
        return max(step.scratchCount(members), back)
    }

    /// Computes the output from the input.
    ///
    /// - Parameters:
    ///   - team: Whose members work.
    ///   - scratch: As large as `scratchCount` says.
    ///   - seed: Chooses what dropout leaves out; `nil`: nothing.
    func forward(_ team: Team, scratch: FloatBuffer, seed: UInt32?) {
        if let enlarge { PlannedStep.enlarge(enlarge).run(team, scratch: scratch) }
        if let rounded {
            team.forEach(resized.blocks) { block, _ in rounded.round(block, of: resized) }
        }
        step.run(team, scratch: scratch)
        if let seed, layer.dropout > 0 {
            team.forEach(result.blocks) { block, _ in dropOut(block, seed) }
        }
        if result !== output { team.forEach(result.blocks) { block, _ in pool(block) } }
    }

    private func dropOut(_ block: Int, _ seed: UInt32) {
        var step = ckernels_dropout_step(
            rows: result.map.height, columns: result.map.width, row: result.layout.rowStep,
            seed: seed &+ UInt32(block) &* 0x9E37_79B9,
            threshold: UInt32(layer.dropout * 0x1p32), scale: 1 / (1 - layer.dropout))
        unsafe ckernels_dropout(result.plane(block), &step)
    }

    private func pool(_ block: Int) {
        unsafe ckernels_pool(
            output.plane(block), output.layout.rowStep, result.plane(block),
            result.layout.rowStep, output.map.height, output.map.width)
    }

    /// From the gradient of the output to those of weights and input.
    ///
    /// - Parameters:
    ///   - team: Whose members work.
    ///   - scratch: As large as `scratchCount` says.
    ///   - dropped: Whether `forward` has left elements out.
    func backward(_ team: Team, scratch: FloatBuffer, dropped: Bool) {
        let scale = dropped && layer.dropout > 0 ? 1 / (1 - layer.dropout) : 1
        let pooled = layer.convolution.pooled
        team.forEach(output.blocks) { block, _ in
            switch gradients {
                case .winograd(_, let sums): endGradient(block, into: sums, 1, scale)
                case .direct(_, let sums, let spacing):
                    endGradient(block, into: sums, spacing, scale)
                case .tiles(let gradient, let positive):
                    gradient.end(block, of: outputGradient, positive, scale: scale, pooled: pooled)
            }
        }
        switch gradients {
            case .winograd(let gradient, _):
                resizedGradient?.buffer.clear(team)
                gradient.run(team, scratch: scratch)
            case .direct(let gradient, _, _): gradient.run(team, scratch: scratch)
            case .tiles(let gradient, _): gradient.run(team, scratch: scratch)
        }
        guard let enlargeGradient else { return }
        inputGradient?.buffer.clear(team)
        team.forEach(input.blocks) { block, _ in enlargeGradient.run(block) }
    }

    private func endGradient(
        _ block: Int, into sums: StoredMap, _ spacing: Int, _ scale: Float
    ) {
        let each = layer.convolution.pooled ? 2 : 1
        var step = ckernels_end_step(
            rows: each * output.map.height, columns: each * output.map.width,
            g_row: outputGradient.layout.rowStep, y_row: result.layout.rowStep,
            d_row: spacing * sums.layout.rowStep, d_pixel: spacing * FeatureMap.block,
            scale: scale, rectified: layer.convolution.rectified, pooled: layer.convolution.pooled)
        unsafe ckernels_end_gradient(
            sums.plane(block),
            convolution.bias.gradient.start + block * FeatureMap.block,
            outputGradient.plane(block), result.plane(block), &step)
    }
}
