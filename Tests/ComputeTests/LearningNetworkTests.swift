import TestSupport
import Testing

@testable import Compute

/// A small network with every kind of layer: pooled, tiled with rests, of step 2, resized, 1x1.
private struct SmallLearner {
    static let side = 48
    static let scale = PictureScale(side: side, scale: [0.01, 0.02, 0.03], shift: [-1, 0, 0.5])

    static func layer(
        _ name: String, _ inputs: Int, _ outputs: Int, kernel: Int, resizedTo: Int? = nil,
        _ change: (inout Convolution) -> Void = { _ in }
    ) -> LearningLayer {
        let count = inputs * outputs * kernel * kernel
        var convolution = Convolution(
            inputs: inputs, kernel: kernel,
            weight: formulaWeights(
                name, count: count, limit: (6 / Float(inputs * kernel * kernel)).squareRoot()),
            bias: formulaWeights(name + ".bias", count: outputs, limit: 0.1))
        change(&convolution)
        return LearningLayer(convolution, resizedTo: resizedTo)
    }

    static let trunk = [
        layer("first", 3, 5, kernel: 4) { $0.pooled = true },
        layer("second", 5, 18, kernel: 4),
        layer("third", 18, 6, kernel: 4, resizedTo: 20) {
            $0.stride = 2
            $0.padding = 1
        },
        layer("fourth", 6, 20, kernel: 3, resizedTo: 15) { $0.padding = 1 },
        layer("fifth", 20, 9, kernel: 1),
    ]
    static let heads = ["left", "right"].map { name in
        layer(name, 9, 4, kernel: 3) { $0.rectified = false }
    }

    static let picture = formulaWeights("picture", count: 3 * side * side, limit: 127).map {
        $0 + 127
    }

    /// The picture as numbers, (3, side, side).
    static let input: PlainNetwork.Map = {
        let plane = side * side
        return PlainNetwork.Map(
            Shape(channels: 3, height: side, width: side),
            (0..<3 * plane).map { index in
                let colour = index / plane
                return Double(picture[index % plane * 3 + colour] * scale.scale[colour])
                    + Double(scale.shift[colour])
            })
    }()

    static let direction = formulaWeights("direction", count: 4 * 13 * 13, limit: 1)

    static let plain = heads.map { head in
        PlainNetwork(layers: trunk + [head]).gradients(
            of: input, direction: direction.map(Double.init))
    }

    let network: LearningNetwork

    init(
        members: Int = 2, dropout: Float = 0, fixed: Int = 0, element: Element = .float32
    ) throws {
        var trunk = Self.trunk
        for index in 0..<fixed { trunk[index].learns = false }
        trunk[trunk.count - 1].dropout = dropout
        network = LearningNetwork(
            Self.scale, trunk: trunk, heads: Self.heads, element: element,
            team: try Team(members: members))
    }

    /// The sum of output times direction, with what a seed leaves out.
    func loss(seed: UInt32?) -> Double {
        network.show(Self.picture)
        network.forward(head: 0, seed: seed)
        return zip(network.output(head: 0).values, Self.direction).reduce(0) {
            $0 + Double($1.0) * Double($1.1)
        }
    }

    func outputs(head: Int) -> [Float] {
        network.show(Self.picture)
        network.forward(head: head)
        return network.output(head: head).values
    }

    /// One pass through a head with the direction as the output's gradient.
    func pass(head: Int, seed: UInt32? = nil) {
        network.show(Self.picture)
        network.forward(head: head, seed: seed)
        network.outputGradient(head: head).values = Self.direction
        network.backward(head: head)
    }
}

/// A layer in tiles for the tests of its gradients.
private struct LoneCase {
    var kernel: Int
    var outputs: Int
    var padding = 0
    var stride = 1
    var side = 23
    var isPooled = false
    /// Between layers that are in tiles too, where all maps are of bfloat16.
    var isInside = false

    /// Of the output.
    var outputSide: Int {
        let side = (side + 2 * padding - kernel) / stride + 1
        return isPooled ? side / 2 : side
    }
}

/// One layer in tiles, with the gradient of its input.
private final class LoneLayer {
    private let input: StoredMap
    private let gradient: StoredMap?
    private let pass: LayerPass
    private let team: Team

    init(_ layer: LearningLayer, side: Int, isInside: Bool, team: Team) {
        self.team = team
        let shape = Shape(channels: layer.convolution.inputs, height: side, width: side)
        input =
            isInside
            ? StoredMap(rounded: shape, readBy: layer.convolution)
            : StoredMap(shape, readBy: layer.convolution)
        gradient = StoredMap(input.map, input.layout)
        let next = SmallLearner.layer("next", layer.convolution.outputs, 1, kernel: 1)
        pass = LayerPass(
            layer, input: input, inputGradient: gradient, next: isInside ? next : nil,
            element: .bfloat16, team: team)
    }

    init(_ layer: LearningLayer, pictureOf side: Int, team: Team) {
        self.team = team
        input = StoredMap(pictureOf: side, readBy: layer.convolution)
        gradient = nil
        pass = LayerPass(
            layer, input: input, inputGradient: nil, next: nil, element: .bfloat16, team: team)
    }

    func run(_ values: [Float], direction: [Float]) {
        let scratch = FloatBuffer(count: pass.scratchCount(team.members))
        if gradient == nil {
            let scale = PictureScale(side: input.map.width, scale: [1, 1, 1], shift: [0, 0, 0])
            scale.fillSplit(input.buffer, input.layout, values)
        } else {
            fill(input, values)
        }
        pass.convolution.refresh(team)
        pass.convolution.clear()
        pass.forward(team, scratch: scratch, seed: nil)
        fill(pass.outputGradient, direction)
        pass.backward(team, scratch: scratch, dropped: false)
        pass.convolution.gather(team)
    }

    var output: [Float] { values(pass.output) }
    var biasGradient: [Float] {
        pass.convolution.bias.gradient.array(pass.convolution.geometry.outputs)
    }
    var weightGradient: [Float] {
        pass.convolution.ordered(pass.convolution.weight.gradient)
    }
    var inputGradient: [Float] { gradient.map(values) ?? [] }

    private func fill(_ stored: StoredMap, _ values: [Float]) {
        forEach(stored) { index, block, place in
            if stored.map.element == .bfloat16 {
                unsafe stored.half(block)[place] = BFloat16(values[index]).bits
            } else {
                unsafe stored.plane(block)[place] = values[index]
            }
        }
    }

    private func values(_ stored: StoredMap) -> [Float] {
        var values = [Float](repeating: 0, count: stored.map.shape.count)
        forEach(stored) { index, block, place in
            values[index] =
                stored.map.element == .bfloat16
                ? unsafe BFloat16(bits: stored.half(block)[place]).value
                : unsafe stored.plane(block)[place]
        }
        return values
    }

    private func forEach(
        _ stored: StoredMap, _ body: (_ index: Int, _ block: Int, _ place: Int) -> Void
    ) {
        let (map, layout) = (stored.map, stored.layout)
        for index in 0..<map.shape.count {
            let (channel, cell) = (index / map.shape.plane, index % map.shape.plane)
            body(
                index, channel / FeatureMap.block,
                cell / map.width * layout.rowStep + cell % map.width * map.element.block
                    + channel % FeatureMap.block)
        }
    }
}

extension KernelTests {
    @Suite struct LearningNetworkTests {
        @Test(arguments: [0, 1])
        func `output and gradients of one pass agree with the plain definition`(
            head: Int
        ) throws {
            let learner = try SmallLearner()
            learner.network.clear()
            learner.pass(head: head)
            learner.network.gather()
            let plain = SmallLearner.plain[head]
            expect(learner.network.output(head: head).values, plain.output.values, "output")
            let found = learner.network.parameters(.gradient)
            for (index, expected) in plain.layers.enumerated() {
                let place = index < SmallLearner.trunk.count ? index : index + head
                expect(found[place].weight, expected.weight, "weights of layer \(index)")
                expect(found[place].bias, expected.bias, "biases of layer \(index)")
            }
            let other = SmallLearner.trunk.count + 1 - head
            #expect(found[other].weight.allSatisfy { $0 == 0 })
        }

        @Test(arguments: [0, 1])
        func `in bfloat16 all deviate by what rounding does, and no more`(head: Int) throws {
            let learner = try SmallLearner(element: .bfloat16)
            for _ in 0..<2 {
                learner.network.clear()
                learner.pass(head: head)
                learner.network.gather()
            }
            let plain = SmallLearner.plain[head]
            let output = learner.network.output(head: head).values
            expect(output, plain.output.values, "output", tolerance: 0.02)
            #expect(output != (try SmallLearner().outputs(head: head)), "nothing was rounded")
            let found = learner.network.parameters(.gradient)
            for (index, expected) in plain.layers.enumerated() {
                let place = index < SmallLearner.trunk.count ? index : index + head
                expectNorm(found[place].weight, expected.weight, "weights of layer \(index)")
                expectNorm(found[place].bias, expected.bias, "biases of layer \(index)")
            }
        }

        @Test(arguments: [
            LoneCase(kernel: 3, outputs: 18, padding: 1, isPooled: true),
            LoneCase(kernel: 4, outputs: 33), LoneCase(kernel: 1, outputs: 50),
            LoneCase(kernel: 2, outputs: 90, padding: 2, isPooled: true),
            LoneCase(kernel: 3, outputs: 20, padding: 1, stride: 2),
            LoneCase(kernel: 4, outputs: 33, padding: 1, stride: 2, side: 22),
            LoneCase(kernel: 4, outputs: 18, isPooled: true, isInside: true),
            LoneCase(kernel: 4, outputs: 33, padding: 1, stride: 2, side: 22, isInside: true),
            // Rows of more than one tile.
            LoneCase(kernel: 3, outputs: 20, side: 45, isInside: true),
            // Its weights do not stay in the second cache.
            LoneCase(kernel: 4, outputs: 656, side: 7, isPooled: true, isInside: true),
        ])
        private func `in tiles the gradients are those of rounded numbers`(
            lone: LoneCase
        ) throws {
            let isRectified = lone.isPooled || lone.isInside
            let layer = SmallLearner.layer("one", 37, lone.outputs, kernel: lone.kernel) {
                ($0.padding, $0.stride) = (lone.padding, lone.stride)
                ($0.rectified, $0.pooled) = (isRectified, lone.isPooled)
            }
            let numbers = { (name: String, channels: Int, side: Int) in
                let count = channels * side * side
                return formulaWeights(name, count: count, limit: 1).map { BFloat16($0).value }
            }
            let values = numbers("values", 37, lone.side)
            let direction = numbers("direction", lone.outputs, lone.outputSide)
            var rounded = layer
            rounded.convolution = ConvolutionCase.rounded(layer.convolution)
            let plain = PlainNetwork(layers: [rounded]).gradients(
                of: PlainNetwork.Map(
                    Shape(channels: 37, height: lone.side, width: lone.side),
                    values.map(Double.init)), direction: direction.map(Double.init))
            let pass = LoneLayer(
                layer, side: lone.side, isInside: lone.isInside, team: try Team(members: 2))
            pass.run(values, direction: direction)
            // Of what is stored in bfloat16, half of its last digit.
            let tolerance = lone.isInside ? 0x1p-8 : 2e-5
            expect(pass.output, plain.output.values, "output", tolerance: tolerance)
            expect(pass.weightGradient, plain.layers[0].weight, "weights")
            expect(pass.biasGradient, plain.layers[0].bias, "biases")
            expect(pass.inputGradient, plain.input.values, "input", tolerance: tolerance)
        }

        @Test(arguments: [(4, 20), (3, 9), (1, 33)])
        func `of a picture the gradients in tiles are those of rounded numbers`(
            kernel: Int, outputs: Int
        ) throws {
            let layer = SmallLearner.layer("one", 3, outputs, kernel: kernel) {
                $0.rectified = false
            }
            let (side, cells) = (37, (38 - kernel) * (38 - kernel))
            // Whole numbers up to 256 are exact.
            let samples = (0..<3 * side * side).map { Float($0 * $0 % 257) }
            let direction = formulaWeights("direction", count: outputs * cells, limit: 1).map {
                BFloat16($0).value
            }
            var rounded = layer
            rounded.convolution = ConvolutionCase.rounded(layer.convolution)
            let plain = PlainNetwork(layers: [rounded]).gradients(
                of: PlainNetwork.Map(
                    Shape(channels: 3, height: side, width: side),
                    (0..<3 * side * side).map { index in
                        Double(samples[index % (side * side) * 3 + index / (side * side)])
                    }), direction: direction.map(Double.init))
            let pass = LoneLayer(layer, pictureOf: side, team: try Team(members: 2))
            pass.run(samples, direction: direction)
            expect(pass.output, plain.output.values, "output")
            expect(pass.weightGradient, plain.layers[0].weight, "weights")
        }

        @Test(arguments: 1...5)
        func `layers that do not learn stay, and the others learn as ever`(
            fixed: Int
        ) throws {
            let (whole, part) = (try SmallLearner(), try SmallLearner(fixed: fixed))
            for learner in [whole, part] {
                learner.network.clear()
                learner.pass(head: 0)
                learner.network.move(Adam(rate: 0.01), number: 1)
            }
            #expect(part.network.output().values == whole.network.output().values)
            let start = (SmallLearner.trunk + SmallLearner.heads).map(\.convolution)
            let (learned, found) = (whole.network.parameters(), part.network.parameters())
            for index in start.indices {
                let expected = index < fixed ? start[index].weight : learned[index].weight
                #expect(found[index].weight == expected, "layer \(index)")
                #expect((found[index].weight == start[index].weight) == (index < fixed))
            }
        }

        @Test func `passes add up, and a new step begins at nothing`() throws {
            let learner = try SmallLearner()
            for _ in 0..<2 {
                learner.network.clear()
                learner.pass(head: 0)
                learner.pass(head: 1)
                learner.pass(head: 1)
                learner.network.gather()
            }
            let found = learner.network.parameters(.gradient)
            for index in SmallLearner.trunk.indices {
                let (left, right) = (
                    SmallLearner.plain[0].layers[index], SmallLearner.plain[1].layers[index]
                )
                expect(
                    found[index].weight, zip(left.weight, right.weight).map { $0 + 2 * $1 },
                    "weights of layer \(index)")
            }
        }

        @Test func `a step of Adam moves each parameter as its definition says`() throws {
            let learner = try SmallLearner()
            var adam = Adam(rate: 0.01)
            adam.decay = 0.1
            let before = learner.network.parameters()
            var first = before.map { $0.weight.map { _ in 0.0 } }
            var second = first
            var expected = before.map { $0.weight.map(Double.init) }
            for number in 1...2 {
                learner.network.clear()
                learner.pass(head: 0)
                learner.network.move(adam, number: number)
                let gradients = learner.network.parameters(.gradient)
                for layer in expected.indices {
                    for index in expected[layer].indices {
                        let g =
                            Double(gradients[layer].weight[index]) + 0.1 * expected[layer][index]
                        first[layer][index] = 0.9 * first[layer][index] + 0.1 * g
                        second[layer][index] = 0.999 * second[layer][index] + 0.001 * g * g
                        let (m, v) = (
                            first[layer][index] / (number == 1 ? 0.1 : 0.19),
                            second[layer][index] / (number == 1 ? 0.001 : 0.001999)
                        )
                        expected[layer][index] -= 0.01 * m / (v.squareRoot() + 1e-8)
                    }
                }
            }
            for (found, expected) in zip(learner.network.parameters(), expected) {
                expect(found.weight, expected, "weights", tolerance: 1e-4)
            }
        }

        @Test func `what dropout leaves out follows from the seed, and learns nothing`() throws {
            let learner = try SmallLearner(dropout: 0.5)
            let loss = learner.loss(seed: 7)
            #expect(learner.loss(seed: 7) == loss && learner.loss(seed: 8) != loss)
            #expect(try learner.loss(seed: nil) == SmallLearner().loss(seed: nil))
            learner.network.clear()
            learner.pass(head: 0, seed: 7)
            let last = SmallLearner.trunk.count - 1
            let gradient = learner.network.parameters(.gradient)[last].bias
            // The layer's biases, moved a little, change the loss as their gradients say.
            let before = learner.network.parameters()
            var (moved, expected) = (before, 0.0)
            for index in gradient.indices {
                moved[last].bias[index] += 1e-3 * gradient[index]
                expected += 1e-3 * Double(gradient[index]) * Double(gradient[index])
            }
            learner.network.set(.value, moved)
            let change = learner.loss(seed: 7) - loss
            #expect(abs(change / expected - 1) < 0.05, "\(change), not \(expected)")
        }

        @Test func `as many threads as there are give the same gradients`() throws {
            let gradients = try [1, 3].map { members in
                let learner = try SmallLearner(members: members)
                learner.network.clear()
                learner.pass(head: 0)
                learner.network.gather()
                return learner.network.parameters(.gradient).map(\.weight)
            }
            #expect(gradients[0] == gradients[1])
        }

        @Test func `parameters and moments that are put back are those that were taken`() throws {
            let (one, other) = (try SmallLearner(), try SmallLearner())
            one.network.clear()
            one.pass(head: 0)
            one.network.move(Adam(rate: 0.01), number: 1)
            for kind in [
                LearningNetwork.Kind.value, .firstMoment, .secondMoment,
            ] {
                other.network.set(kind, one.network.parameters(kind))
            }
            for learner in [one, other] {
                learner.network.clear()
                learner.pass(head: 1)
                learner.network.move(Adam(rate: 0.01), number: 2)
            }
            let (moved, again) = (one.network.parameters(), other.network.parameters())
            #expect(moved.map(\.weight) == again.map(\.weight))
            #expect(moved.map(\.bias) == again.map(\.bias))
        }

        /// Fails unless the difference is small beside the whole: a place that rounding makes
        /// negative has no gradient, and with random numbers most of a sum cancels out.
        private func expectNorm(
            _ found: [Float], _ expected: [Double], _ what: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            let norm = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let off = zip(found, expected).reduce(0) { sum, pair in
                sum + (Double(pair.0) - pair.1) * (Double(pair.0) - pair.1)
            }.squareRoot()
            #expect(
                off <= 0.2 * norm, "\(what) are off by \(off / norm)",
                sourceLocation: sourceLocation)
        }

        private func expect(
            _ found: [Float], _ expected: [Double], _ what: String, tolerance: Double = 2e-5,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(found.count == expected.count, sourceLocation: sourceLocation)
            let scale = expected.map(abs).max() ?? 1
            let worst = zip(found, expected).map { abs(Double($0) - $1) / scale }.max() ?? .nan
            #expect(
                worst <= tolerance, "\(what) are off by \(worst)", sourceLocation: sourceLocation)
        }
    }
}
