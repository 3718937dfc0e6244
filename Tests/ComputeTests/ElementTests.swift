import TestSupport
import Testing

@testable import Compute

/// A convolution that reads and fills maps of bytes, with units by formula.
struct ByteCase: Sendable, CustomTestStringConvertible {
    var settings: ConvolutionCase
    var testDescription: String { settings.testDescription }

    /// What a step of each input channel is worth.
    var inputUnits: [Float] { (0..<settings.input.channels).map { 0.01 + Float($0 % 5) / 300 } }
    /// What a step of each output is worth: every seventh is always zero.
    var outputUnits: [Float] {
        (0..<settings.outputs).map { $0 % 7 == 6 ? 0 : reach / 200 * (1 + Float($0 % 3)) }
    }
    /// About what the outputs reach.
    private var reach: Float {
        Float(settings.input.channels * settings.kernel * settings.kernel).squareRoot()
    }

    /// The input's bytes, (channels, height, width).
    var bytes: [Float] { settings.values.map { (abs($0) * 255).rounded() } }

    /// The weights as bytes have them: the largest of an output is 127 steps of its.
    private func rounded(_ convolution: Convolution) -> Convolution {
        let (row, taps) = (
            convolution.weight.count / convolution.outputs, convolution.kernel * convolution.kernel
        )
        let units = inputUnits
        var weight = convolution.weight
        for first in stride(from: 0, to: weight.count, by: row) {
            let scaled = (0..<row).map { weight[first + $0] * units[$0 / taps] }
            let step = (scaled.map(abs).max() ?? 0) / 127
            for index in 0..<row {
                let whole = (scaled[index] / step).rounded()
                weight[first + index] = whole * step / units[index / taps]
            }
        }
        return convolution.with(weight: weight, bias: convolution.bias)
    }

    /// The result by the definition, from rounded weights or not, in real numbers.
    func plain(rounds: Bool = true) -> [Float] {
        let convolution = rounds ? rounded(settings.convolution) : settings.convolution
        let shape = convolution.shape(from: settings.input)
        let plane = settings.input.plane
        let values = bytes.enumerated().map { $1 * inputUnits[$0 / plane] }
        return (0..<shape.count).map { place in
            Float(
                settings.plain(
                    convolution, values, output: place / shape.plane,
                    y: place % shape.plane / shape.width, x: place % shape.width))
        }
    }

    /// Begins a plan with the input as a map of bytes.
    func builder() -> (PlanBuilder, FeatureMap) {
        var builder = PlanBuilder(.unused, .int8)
        let parts = settings.parts.isEmpty ? [settings.input.channels] : settings.parts
        let (height, width) = (settings.input.height, settings.input.width)
        // A convolution is what gives a map its units; its own result is written over.
        let picture = builder.map(parts: [1], height: height, width: width)
        var first = 0
        let source = builder.map(parts: parts, height: height, width: width, element: .int8)
        let givers = parts.map { count in
            defer { first += count }
            var giver = Convolution(
                inputs: 1, kernel: 1, weight: [Float](repeating: 0, count: count),
                bias: [Float](repeating: 0, count: count))
            giver.units = Array(inputUnits[first..<first + count])
            return giver
        }
        builder.convolve(picture, givers, into: source)
        return (builder, source)
    }

    /// The result's bytes by a plan.
    func planned(members: Int = 1) throws -> [Float] {
        var (builder, source) = builder()
        var convolution = settings.convolution
        convolution.units = outputUnits
        let target = builder.convolve(source, [convolution])
        let plan = Plan(builder, team: try Team(members: members))
        plan.fill(source, with: bytes)
        plan.runStep(1)
        var output = [Float](repeating: .nan, count: target.shape.count)
        plan.copy(target, into: &output)
        return output
    }
}

extension KernelTests {
    @Suite struct ElementTests {
        static let cases = [
            ConvolutionCase(input: Shape(channels: 3, height: 9, width: 11), kernel: 4),
            ConvolutionCase(
                input: Shape(channels: 70, height: 12, width: 45), outputs: 70, kernel: 3),
            ConvolutionCase(
                input: Shape(channels: 80, height: 8, width: 9), parts: [3, 17, 60], outputs: 40,
                kernel: 2),
            ConvolutionCase(
                input: Shape(channels: 33, height: 5, width: 70), outputs: 20, kernel: 2,
                pooled: true),
            ConvolutionCase(
                input: Shape(channels: 5, height: 20, width: 12), outputs: 130, kernel: 4,
                stride: 2, padding: 1),
            // Too many weights for the second cache.
            ConvolutionCase(
                input: Shape(channels: 448, height: 5, width: 9), outputs: 192, kernel: 4,
                pooled: true),
        ].map(ByteCase.init)

        @Test(arguments: cases)
        func `bytes agree with the plain definition of rounded numbers`(settings: ByteCase) throws {
            let (found, exact, units) = (
                try settings.planned(), settings.plain(), settings.outputUnits
            )
            let plane = exact.count / settings.settings.outputs
            var differences: [Float] = []
            for (index, value) in exact.enumerated() {
                let unit = units[index / plane]
                let expected = unit > 0 ? min((value / unit).rounded(), 255) : 0
                differences.append(abs(found[index] - expected))
            }
            // A value in the middle of two steps may come to either.
            #expect(try #require(differences.max()) <= 1)
            #expect(differences.reduce(0, +) <= 0.01 * Float(differences.count))
            #expect(try #require(found.max()) > 20)
        }

        @Test(arguments: [3], cases.suffix(3))
        func `a team's bytes are those of one thread`(members: Int, settings: ByteCase) throws {
            #expect(try settings.planned(members: members) == settings.planned())
        }

        @Test func `distances and means are of what the bytes are worth`() throws {
            let settings = ConvolutionCase(
                input: Shape(channels: 70, height: 16, width: 15), outputs: 40, kernel: 4,
                rectified: false)
            let bytes = ByteCase(settings: settings)
            let shape = settings.convolution.shape(from: settings.input)
            let other = (0..<shape.count).map { Float($0 % 13) / 4 }  // exact in bfloat16
            var (builder, source) = bytes.builder()
            let target = builder.map(parts: [40], height: shape.height, width: shape.width)
            let map = builder.distance(of: settings.convolution, over: source, minus: target)
            let mean = builder.meanFeature(of: settings.convolution, over: source)
            let plan = Plan(builder, team: try Team(members: 2))
            plan.fill(source, with: bytes.bytes)
            plan.fill(target, with: other)
            plan.runStep(1)
            var output = [Float](repeating: .nan, count: shape.plane)
            plan.copy(map, into: &output)
            let plain = bytes.plain()
            var expected = [Float](repeating: 0, count: shape.plane)
            for (index, value) in plain.enumerated() {
                let difference = value - other[index]
                expected[index % shape.plane] += difference * difference / 40
            }
            expectClose(output, expected, within: 1e-3 * (expected.max() ?? 0))
            var feature = [Double](repeating: .nan, count: 40)
            plan.fill(mean, into: &feature)
            // The means are of the bytes, but of weights that are not rounded.
            var means = [Double](repeating: 0, count: 40)
            for (index, value) in bytes.plain(rounds: false).enumerated() {
                means[index / shape.plane] += Double(value) / Double(shape.plane)
            }
            expectClose(feature, means, within: 1e-4)
        }

        @Test(arguments: (ConvolutionTests.cases + ConvolutionTests.tiled).filter(\.rectified))
        func `bytes made of floats are those floats, rounded`(settings: ConvolutionCase) throws {
            let exact = try settings.planned()
            let unit = try #require(exact.max()) / 200
            var builder = PlanBuilder(.unused)
            let source = builder.map(
                parts: settings.parts.isEmpty ? [settings.input.channels] : settings.parts,
                height: settings.input.height, width: settings.input.width)
            var convolution = settings.convolution
            // The last output counts in larger steps.
            let last = settings.outputs - 1
            let units = (0...last).map { $0 == last ? 2 * unit : unit }
            convolution.units = units
            let target = builder.convolve(source, [convolution])
            let plan = Plan(builder, team: try Team(members: 2))
            plan.fill(source, with: settings.values)
            plan.runStep(0)
            var found = [Float](repeating: .nan, count: target.shape.count)
            plan.copy(target, into: &found)
            let plane = target.shape.plane
            let differences = exact.indices.map { abs(found[$0] - exact[$0] / units[$0 / plane]) }
            // Half a step, and what sums in another order add.
            #expect(try #require(differences.max()) < 0.51)
            #expect(try #require(found.max()) >= 100)
        }

        @Test func `a picture's first layer fills a map of bytes`() throws {
            let samples = (0..<1200).map { UInt8($0 * 37 % 256) }
            let settings = ConvolutionCase(
                input: Shape(channels: 3, height: 20, width: 20), outputs: 80, kernel: 4,
                pooled: true)
            func run(_ element: Element, _ units: [Float]?) throws -> [Float] {
                var builder = PlanBuilder(
                    PictureScale(side: 20, scale: [0.01, 0.02, 0.03], shift: [-1, -2, -1.5]),
                    element)
                var convolution = settings.convolution
                convolution.units = units
                let target = builder.convolve(builder.source, [convolution])
                let plan = Plan(builder, team: try Team(members: 1))
                plan.run(samples.span)
                var output = [Float](repeating: .nan, count: target.shape.count)
                plan.copy(target, into: &output)
                return output
            }
            let exact = try run(.float32, nil)
            let unit = try #require(exact.max()) / 200
            let units = [Float](repeating: unit, count: 80)
            let expected = exact.map { ($0 / unit).rounded() }
            let found = try run(.int8, units)
            #expect(try #require(zip(found, expected).map { abs($0 - $1) }.max()) <= 1)
            #expect(found.max() == 200)
        }
    }
}
