import CKernels
import Compute
import TestSupport
import Testing

/// A convolution's settings and input, with values by formula.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
    var input: Shape
    var outputs = 3
    var kernel: Int
    var stride = 1
    var padding = 0
    var rectified = true
    var pooled = false
    var testDescription: String {
        "\(input.channels)x\(input.height)x\(input.width), kernel \(kernel), stride \(stride), "
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
        ]

        @Test(arguments: levels, cases)
        func `agrees with the plain definition`(level: ckernels_level, settings: ConvolutionCase)
            throws
        {
            #expect(ckernels_use_level(level))
            try expectPlain(settings, every: 1)
        }

        @Test(arguments: [false, true], [1, 3])
        func `an input of several bands agrees with the plain definition`(
            pooled: Bool, members: Int
        ) throws {
            try expectPlain(
                ConvolutionCase(
                    input: Shape(channels: 64, height: 14, width: 259), outputs: 2, kernel: 4,
                    pooled: pooled), every: 31, members: members)
        }

        /// Compares every so many-th element.
        private func expectPlain(_ settings: ConvolutionCase, every step: Int, members: Int = 1)
            throws
        {
            let convolution = settings.convolution
            let values = settings.values
            let plan = Plan([.convolution(convolution)], input: settings.input, members: members)
            var workspace = Workspace(for: [plan], team: try Team(members: members))
            var output = [Float](repeating: .nan, count: plan.output.count)
            plan.run(values.span, into: &output, using: &workspace)
            let places = stride(from: 0, to: output.count, by: step)
            let expected = places.map { place in
                Float(
                    settings.plain(
                        convolution, values, output: place / plan.output.plane,
                        y: place % plan.output.plane / plan.output.width,
                        x: place % plan.output.width))
            }
            expectClose(places.map { output[$0] }, expected, within: 1e-4)
            #expect(output.allSatisfy { $0.isFinite })
        }

        @Test func `the pooled shape drops an odd last row and column`() {
            let settings = ConvolutionCase(
                input: Shape(channels: 3, height: 256, width: 256), kernel: 4, pooled: true)
            let plan = Plan([.convolution(settings.convolution)], input: settings.input)
            #expect(plan.output == Shape(channels: 3, height: 126, width: 126))
        }

        @Test func `weights that do not fill their shape trap`() async {
            await #expect(processExitsWith: .failure) {
                _ = Convolution(inputs: 2, kernel: 3, weight: [1, 2, 3], bias: [0])
            }
        }
    }
}
