import CKernels
import CTileModel
import TestSupport
import Testing

@testable import Compute

extension ConvolutionCase {
    /// A convolution's weights as bfloat16 has them.
    static func rounded(_ convolution: Convolution) -> Convolution {
        convolution.with(
            weight: convolution.weight.map { BFloat16($0).value }, bias: convolution.bias)
    }

    /// The result by the definition from rounded weights and input, itself not rounded.
    func plainOfRounded() -> [Float] {
        let shape = convolution.shape(from: input)
        let (weights, input) = (Self.rounded(convolution), values.map { BFloat16($0).value })
        return (0..<shape.count).map { place in
            Float(
                plain(
                    weights, input, output: place / shape.plane,
                    y: place % shape.plane / shape.width, x: place % shape.width))
        }
    }
}

/// Fails unless every element is within half a last place of bfloat16, and `slack`, of its like.
private func expectRounded(_ found: [Float], _ exact: [Float], slack: Float) {
    #expect(found.count == exact.count)
    let wrong = zip(found, exact).enumerated().first { _, pair in
        !(abs(pair.0 - pair.1) <= abs(pair.1) / 256 + slack)
    }
    #expect(wrong == nil, "element \(wrong?.offset ?? 0) is \(String(describing: wrong?.element))")
}

extension KernelTests {
    @Suite struct TileStepTests {
        typealias Cases = ConvolutionTests

        /// More than a tile, and more than two, of pixels and of outputs.
        static let wide = [
            ConvolutionCase(
                input: Shape(channels: 40, height: 6, width: 45), outputs: 70, kernel: 3),
            ConvolutionCase(
                input: Shape(channels: 33, height: 5, width: 270), outputs: 20, kernel: 2,
                pooled: true),
            ConvolutionCase(
                input: Shape(channels: 64, height: 40, width: 12), parts: [32, 32], outputs: 96,
                kernel: 4, stride: 2, padding: 1),
            // Too many weights for the second cache.
            ConvolutionCase(
                input: Shape(channels: 448, height: 5, width: 9), outputs: 96, kernel: 4,
                pooled: true),
        ]

        @Test(arguments: Cases.cases + Cases.tiled + Cases.narrow + wide)
        func `agrees with the plain definition of rounded numbers`(settings: ConvolutionCase) throws
        {
            let terms = Float(settings.input.channels * settings.kernel * settings.kernel)
            expectRounded(
                try settings.planned(element: .bfloat16), settings.plainOfRounded(),
                slack: terms * 1e-6)
        }

        @Test(arguments: [2, 3], wide)
        func `a team's result is that of one thread`(members: Int, settings: ConvolutionCase) throws
        {
            #expect(
                try settings.planned(members: members, element: .bfloat16)
                    == settings.planned(element: .bfloat16))
        }

        @Test(arguments: [3, 16, 40])
        func `a distance is the mean square of a difference`(outputs: Int) throws {
            let settings = ConvolutionCase(
                input: Shape(channels: 6, height: 16, width: 15), outputs: outputs, kernel: 5,
                rectified: false)
            let shape = settings.convolution.shape(from: settings.input)
            let other = (0..<shape.count).map { Float($0 % 13) / 4 }  // exact in bfloat16
            var builder = PlanBuilder(.unused, .bfloat16)
            let source = builder.map(parts: [6], height: 16, width: 15)
            let target = builder.map(parts: [outputs], height: shape.height, width: shape.width)
            let map = builder.distance(of: settings.convolution, over: source, minus: target)
            let plan = Plan(builder, team: try Team(members: 1))
            plan.fill(source, with: settings.values)
            plan.fill(target, with: other)
            plan.runStep(0)
            var output = [Float](repeating: .nan, count: shape.plane)
            plan.copy(map, into: &output)
            let plain = settings.plainOfRounded()
            let expected = output.indices.map { place in
                stride(from: place, to: plain.count, by: shape.plane).reduce(Float(0)) {
                    $0 + (plain[$1] - other[$1]) * (plain[$1] - other[$1]) / Float(outputs)
                }
            }
            expectClose(output, expected, within: 1e-3)
        }

        /// A product of tiles with formula numbers, by the kernel and by the instructions.
        struct TileCase {
            var step: ckernels_tile_step
            let (found, plain): (FloatBuffer, FloatBuffer)
            let (input, weights): (FloatBuffer, FloatBuffer)

            /// Of maps of 2 planes that blocks of `depth` numbers make, 3 rows of 3 places.
            init(pixels: Int, blocks: Int, group: Int, depth: Int) {
                let (planes, rows, length) = (2, 3, 3 * depth)
                let tiles = (pixels + 15) / 16
                let (rowStep, line) = ((pixels + 4) * depth, tiles * 256)
                let weightsStep = planes * rows * length * 16
                step = ckernels_tile_step(
                    tiles: tiles, line_step: rowStep, pixel_step: depth, tile_step: 16 * depth,
                    pair_step: 32 * depth, planes: planes, plane_step: 4 * rowStep, rows: rows,
                    row_step: rowStep, length: length, group: group, blocks: blocks, out_step: line,
                    weights_step: weightsStep, weights_gap: 0, adds: false)
                found = FloatBuffer(count: blocks * line)
                plain = FloatBuffer(count: blocks * line)
                input = FloatBuffer(count: planes * 4 * rowStep + TileStep.overread)
                weights = FloatBuffer(count: blocks * step.weights_step)
            }

            func expectAlike(pixels: Int, within tolerance: Float) {
                for block in 0..<step.blocks {
                    let range = block * step.out_step..<block * step.out_step + 16 * pixels
                    expectClose(
                        Array(found.array(found.count)[range]),
                        Array(plain.array(plain.count)[range]), within: tolerance)
                }
                #expect(plain.array(1)[0] != 0)
            }
        }

        @Test(
            .enabled(if: ctilemodel_exists(), "this architecture has no tile instructions"),
            arguments: [(1, 1, 2), (16, 2, 1), (17, 1, 2), (33, 3, 2), (50, 2, 1)])
        func `the processor's tile instructions compute the same`(
            pixels: Int, blocks: Int, group: Int
        ) {
            var tiles = TileCase(pixels: pixels, blocks: blocks, group: group, depth: 32)
            for (name, buffer) in [("input", tiles.input), ("weights", tiles.weights)] {
                let values = formulaWeights(name, count: buffer.count, limit: 1)
                for (index, value) in values.enumerated() {
                    unsafe buffer.bfloats[index] = BFloat16(value).bits
                }
            }
            unsafe ctilemodel_bf16_product(
                tiles.found.start, tiles.input.bfloats, tiles.weights.bfloats, &tiles.step)
            unsafe ckernels_bf16_product(
                tiles.plain.start, tiles.input.bfloats, tiles.weights.bfloats, &tiles.step)
            tiles.expectAlike(pixels: pixels, within: 1e-4)
        }

        @Test(
            .enabled(if: ctilemodel_exists(), "this architecture has no tile instructions"),
            arguments: [(1, 1, 2), (16, 2, 1), (33, 3, 2), (50, 2, 1)])
        func `and the same of bytes, exactly`(pixels: Int, blocks: Int, group: Int) {
            var tiles = TileCase(pixels: pixels, blocks: blocks, group: group, depth: 64)
            for (name, buffer) in [("input", tiles.input), ("weights", tiles.weights)] {
                let values = formulaWeights(name, count: buffer.count, limit: 127)
                for (index, value) in values.enumerated() {
                    unsafe buffer.bytes[index] = UInt8(bitPattern: Int8(value))
                }
            }
            let scale = FloatBuffer(count: 16 * blocks)
            for index in 0..<scale.count { unsafe scale.start[index] = Float(index + 1) / 8192 }
            unsafe ctilemodel_int8_product(
                tiles.found.start, tiles.input.bytes, tiles.weights.bytes, scale.start, &tiles.step)
            unsafe ckernels_int8_product(
                tiles.plain.start, tiles.input.bytes, tiles.weights.bytes, scale.start, &tiles.step)
            tiles.expectAlike(pixels: pixels, within: 0)
        }

        @Test(arguments: [(1, 0), (1, 2), (2, 1)])
        func `a picture's border is that of a normalised picture`(stride: Int, padding: Int) throws
        {
            var settings = ConvolutionCase(
                input: Shape(channels: 3, height: 20, width: 20), outputs: 8, kernel: 4)
            (settings.stride, settings.padding) = (stride, padding)
            let samples = (0..<1200).map { UInt8($0 * 37 % 256) }
            func run(_ element: Element) throws -> [Float] {
                var builder = PlanBuilder(
                    PictureScale(side: 20, scale: [0.01, 0.02, 0.03], shift: [-1, -2, -1.5]),
                    element)
                let target = builder.convolve(builder.source, [settings.convolution])
                let plan = Plan(builder, team: try Team(members: 1))
                for _ in 0..<2 { plan.run(samples.span) }
                var output = [Float](repeating: .nan, count: target.shape.count)
                plan.copy(target, into: &output)
                return output
            }
            // Weights in two parts leave the rounding of the result alone.
            let exact = try run(.float32)
            expectRounded(try run(.bfloat16), exact, slack: (exact.max() ?? 0) / 1000)
        }

        @Test func `what is not a number stays one, and what is too large is infinite`() throws {
            let strange: [Float] = [
                .nan, .infinity, -.infinity, .greatestFiniteMagnitude, 0, -0.0,
                .leastNonzeroMagnitude, Float(bitPattern: 0x7F80_0001),
                Float(bitPattern: 0xFFFF_FFFF), 1, 1.00390625, 1.01171875,
            ]
            var builder = PlanBuilder(.unused, .bfloat16)
            let source = builder.map(parts: [1], height: 1, width: 1)
            // The bias alone comes through: the input is zero.
            var one = Convolution(
                inputs: 1, kernel: 1, weight: [Float](repeating: 0, count: strange.count),
                bias: strange)
            one.rectified = false
            let target = builder.convolve(source, [one])
            let plan = Plan(builder, team: try Team(members: 1))
            plan.runStep(0)
            var output = [Float](repeating: 7, count: strange.count)
            plan.copy(target, into: &output)
            for (found, value) in zip(output, strange) {
                #expect(found.isNaN == value.isNaN, "\(value) became \(found)")
                #expect(found.isNaN || found == BFloat16(value).value)
            }
            #expect(output[3] == .infinity)
            #expect(output[10] == 1)
            #expect(output[11] == 1.015625)
        }
    }
}
