import TestSupport
import Testing

@testable import Compute

/// A convolution's settings and input, with values by formula.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
    var input: Shape
    /// The input's channels in parts that begin a block each; empty: one part.
    var parts: [Int] = []
    var outputs = 3
    var kernel: Int
    var stride = 1
    var padding = 0
    var rectified = true
    var pooled = false
    var testDescription: String {
        "\(outputs) of \(parts.isEmpty ? "\(input.channels)" : "\(parts)")"
            + "x\(input.height)x\(input.width), kernel \(kernel), stride \(stride), "
            + "padding \(padding)\(rectified ? ", rectified" : "")\(pooled ? ", pooled" : "")"
    }

    var convolution: Convolution {
        let count = outputs * input.channels * kernel * kernel
        var convolution = Convolution(
            inputs: input.channels, kernel: kernel,
            weight: formulaWeights("weight", count: count, limit: 1),
            bias: formulaWeights("bias", count: outputs, limit: 1))
        convolution.stride = stride
        convolution.padding = padding
        convolution.rectified = rectified
        convolution.pooled = pooled
        return convolution
    }

    var values: [Float] { formulaWeights("input", count: input.count, limit: 1) }

    /// The result at one place by the definition of a convolution.
    func plain(_ c: Convolution, _ values: [Float], output: Int, y: Int, x: Int) -> Double {
        guard pooled else { return single(c, values, output: output, y: y, x: x) }
        return (0..<4).reduce(0) { sum, k in
            sum + single(c, values, output: output, y: 2 * y + k / 2, x: 2 * x + k % 2) / 4
        }
    }

    private func single(_ c: Convolution, _ values: [Float], output: Int, y: Int, x: Int) -> Double
    {
        var sum = Double(c.bias[output])
        for channel in 0..<input.channels {
            for i in 0..<kernel {
                for j in 0..<kernel {
                    let (row, column) = (y * stride + i - padding, x * stride + j - padding)
                    guard (0..<input.height).contains(row), (0..<input.width).contains(column)
                    else { continue }
                    let weight = ((output * input.channels + channel) * kernel + i) * kernel + j
                    let value = (channel * input.height + row) * input.width + column
                    sum += Double(c.weight[weight]) * Double(values[value])
                }
            }
        }
        return rectified ? max(sum, 0) : sum
    }
}

extension ConvolutionCase {
    /// The whole result by the definition, (outputs, height, width).
    func plain() -> [Float] {
        let (convolution, values) = (convolution, values)
        let shape = convolution.shape(from: input)
        return (0..<shape.count).map { place in
            Float(
                plain(
                    convolution, values, output: place / shape.plane,
                    y: place % shape.plane / shape.width, x: place % shape.width))
        }
    }

    /// The whole result by a plan.
    func planned(members: Int = 1, element: Element = .float32) throws -> [Float] {
        var builder = PlanBuilder(.unused, element)
        let source = builder.map(
            parts: parts.isEmpty ? [input.channels] : parts, height: input.height,
            width: input.width)
        let target = builder.convolve(source, [convolution])
        let plan = Plan(builder, team: try Team(members: members))
        plan.fill(source, with: values)
        plan.runStep(0)
        var output = [Float](repeating: .nan, count: target.shape.count)
        plan.copy(target, into: &output)
        return output
    }
}

extension PictureScale {
    /// For plans whose maps are filled by hand.
    static let unused = PictureScale(side: 1, scale: [1, 1, 1], shift: [0, 0, 0])
}

extension KernelTests {
    @Suite struct ConvolutionTests {
        static let cases = [
            ConvolutionCase(input: Shape(channels: 3, height: 9, width: 11), kernel: 4),
            ConvolutionCase(
                input: Shape(channels: 2, height: 7, width: 5), kernel: 3, padding: 1,
                rectified: false),
            ConvolutionCase(
                input: Shape(channels: 2, height: 8, width: 10), kernel: 4, stride: 2, padding: 1),
            ConvolutionCase(
                input: Shape(channels: 2, height: 3, width: 3), kernel: 4, padding: 2),
            ConvolutionCase(
                input: Shape(channels: 1, height: 10, width: 13), kernel: 4, pooled: true),
            ConvolutionCase(
                input: Shape(channels: 2, height: 6, width: 8), kernel: 3, rectified: false,
                pooled: true),
            ConvolutionCase(input: Shape(channels: 5, height: 4, width: 4), kernel: 1),
            ConvolutionCase(
                input: Shape(channels: 2, height: 1, width: 1), outputs: 1, kernel: 1,
                rectified: false),
            ConvolutionCase(
                input: Shape(channels: 36, height: 8, width: 9), parts: [3, 17, 16], outputs: 50,
                kernel: 2),
            ConvolutionCase(
                input: Shape(channels: 18, height: 8, width: 8), outputs: 33, kernel: 8,
                rectified: false),
            ConvolutionCase(
                input: Shape(channels: 3, height: 40, width: 70), outputs: 17, kernel: 3, stride: 2,
                padding: 1),
        ]

        /// Large enough for Winograd's tiles, whole ones and others, with and without what follows.
        static let tiled = [
            ConvolutionCase(input: Shape(channels: 5, height: 19, width: 15), kernel: 4),
            ConvolutionCase(
                input: Shape(channels: 20, height: 15, width: 18), outputs: 18, kernel: 3,
                padding: 1, rectified: false),
            ConvolutionCase(
                input: Shape(channels: 3, height: 21, width: 23), outputs: 2, kernel: 4, padding: 2,
                pooled: true),
            ConvolutionCase(
                input: Shape(channels: 3, height: 20, width: 21), outputs: 35, kernel: 3,
                pooled: true),
            ConvolutionCase(
                input: Shape(channels: 24, height: 16, width: 30), parts: [7, 17], outputs: 4,
                kernel: 4),
            ConvolutionCase(
                input: Shape(channels: 300, height: 15, width: 16), outputs: 4, kernel: 4,
                rectified: false),
        ]

        /// Blocks with room for more channels: as far as one, two or three of the smallest vectors.
        static let narrow = [(3, 4), (4, 5), (8, 8), (9, 12), (12, 13), (13, 16)].flatMap {
            inputs, outputs in
            [(4, 1), (4, 2), (3, 1)].map { kernel, stride in
                ConvolutionCase(
                    input: Shape(channels: inputs, height: 17, width: 20), outputs: outputs,
                    kernel: kernel, stride: stride, padding: 1, rectified: false)
            }
        }

        @Test(arguments: cases + tiled + narrow)
        func `agrees with the plain definition`(settings: ConvolutionCase)
            throws
        {
            // Of the largest sum there can be; Winograd's sums lose a digit more than plain ones.
            let terms = Float(settings.input.channels * settings.kernel * settings.kernel)
            expectClose(
                try settings.planned(), settings.plain(), within: max(terms * 1e-6, 1e-5))
        }

        @Test(arguments: [3, 8, 11, 16])
        func `a distance leaves out the places that are not in use`(outputs: Int) throws {
            var settings = ConvolutionCase(
                input: Shape(channels: 6, height: 16, width: 15), outputs: outputs, kernel: 4,
                rectified: false)
            for kernel in [3, 5] {  // by Winograd's tiles, and by the definition
                settings.kernel = kernel
                let plain = settings.plain()
                var builder = PlanBuilder(.unused)
                // What fills the scratch with other numbers first.
                let wide = builder.map(parts: [20], height: 16, width: 15)
                var before = settings
                (before.input.channels, before.outputs) = (20, 40)
                _ = builder.convolve(wide, [before.convolution])
                let source = builder.map(parts: [6], height: 16, width: 15)
                let map = builder.distance(of: settings.convolution, over: source)
                let plan = Plan(builder, team: try Team(members: 1))
                plan.fill(wide, with: before.values)
                plan.fill(source, with: settings.values)
                for step in 0..<2 { plan.runStep(step) }
                var output = [Float](repeating: .nan, count: plain.count / outputs)
                plan.copy(map, into: &output)
                let expected = output.indices.map { place in
                    stride(from: place, to: plain.count, by: output.count).reduce(Float(0)) {
                        $0 + plain[$1] * plain[$1] / Float(outputs)
                    }
                }
                expectClose(output, expected, within: 1e-3)
            }
        }

        @Test(arguments: [2, 3], [cases[4], tiled[0], tiled[3]])
        func `a team's result is that of one thread`(members: Int, settings: ConvolutionCase) throws
        {
            #expect(try settings.planned(members: members) == settings.planned())
        }

        @Test func `a map too large for one group of tiles agrees`() throws {
            let settings = ConvolutionCase(
                input: Shape(channels: 512, height: 19, width: 1027), outputs: 2, kernel: 4)
            let output = try settings.planned()
            let shape = settings.convolution.shape(from: settings.input)
            let (convolution, values) = (settings.convolution, settings.values)
            let places = stride(from: 0, to: output.count, by: 797)
            let expected = places.map { place in
                Float(
                    settings.plain(
                        convolution, values, output: place / shape.plane,
                        y: place % shape.plane / shape.width, x: place % shape.width))
            }
            expectClose(places.map { output[$0] }, expected, within: 8192 * 1e-6)
        }

        @Test func `the pooled shape drops an odd last row and column`() {
            let settings = ConvolutionCase(
                input: Shape(channels: 3, height: 256, width: 256), kernel: 4, pooled: true)
            #expect(
                settings.convolution.shape(from: settings.input)
                    == Shape(channels: 3, height: 126, width: 126))
        }

        @Test func `weights that do not fill their shape trap`() async {
            await #expect(processExitsWith: .failure) {
                _ = Convolution(inputs: 2, kernel: 3, weight: [1, 2, 3], bias: [0])
            }
        }
    }
}
