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

        /// A picture's side, and what makes it numbers: zero is a sample, so its border is exact.
        private static let photograph = PictureScale(
            side: 40, scale: [0.01, 0.01, 0.01], shift: [-1.2, -0.9, -1.1])
        /// Smooth, as photographs are, with some noise.
        private static let samples = (0..<40 * 40 * 3).map { index in
            let (row, place, color) = (index / 120, index % 120, index % 3)
            let noise = index * 37 % 11
            return UInt8(2 * row + place / 2 + 20 * color + noise)
        }
        /// As a teacher reads pictures, as an autoencoder does, and as teachers read smaller ones.
        static let pictureCases = [
            ConvolutionCase(
                input: Shape(channels: 3, height: 40, width: 40), outputs: 80, kernel: 4,
                pooled: true),
            ConvolutionCase(
                input: Shape(channels: 3, height: 40, width: 40), outputs: 20, kernel: 4,
                stride: 2, padding: 1),
            ConvolutionCase(
                input: Shape(channels: 3, height: 40, width: 40), outputs: 33, kernel: 8,
                stride: 2, pooled: true),
            ConvolutionCase(
                input: Shape(channels: 3, height: 40, width: 40), outputs: 16, kernel: 16,
                stride: 4),
            ConvolutionCase(
                input: Shape(channels: 3, height: 40, width: 40), outputs: 5, kernel: 3,
                padding: 1),
        ]

        /// What a convolution makes of the photograph.
        private static func photographed(
            _ convolution: Convolution, _ element: Element, members: Int = 1
        ) throws -> [Float] {
            var builder = PlanBuilder(photograph, element)
            let target = builder.convolve(builder.source, [convolution])
            let plan = Plan(builder, team: try Team(members: members))
            plan.run(samples.span)
            var output = [Float](repeating: .nan, count: target.shape.count)
            plan.copy(target, into: &output)
            return output
        }

        @Test(arguments: pictureCases)
        func `a picture of bytes with whole weights is exact`(settings: ConvolutionCase) throws {
            let row = settings.convolution.weight.count / settings.outputs
            var convolution = settings.convolution.with(
                weight: settings.convolution.weight.indices.map {
                    Float($0 % row == 7 ? 127 : $0 * 31 % 255 - 127) / 1000
                }, bias: settings.convolution.bias)
            let exact = try Self.photographed(convolution, .float32)
            let largest = try #require(exact.max())
            let beside = try Self.photographed(convolution, .int8)
            let share: Float = InstructionLevel.inUse.hasTiles ? 1 / 256 : 1e-5
            #expect(
                zip(beside, exact).allSatisfy { abs($0 - $1) <= share * $1 + 1e-5 * largest })
            let unit = largest / 200
            convolution.units = [Float](repeating: unit, count: settings.outputs)
            let bytes = try Self.photographed(convolution, .int8)
            #expect(zip(bytes, exact).allSatisfy { abs($0 - $1 / unit) <= 0.51 })
            #expect(bytes.max() == 200)
            #expect(try Self.photographed(convolution, .int8, members: 3) == bytes)
        }

        @Test(arguments: pictureCases)
        func `a picture's other weights are rounded to what changes it little`(
            settings: ConvolutionCase
        ) throws {
            let exact = try Self.photographed(settings.convolution, .float32)
            let found = try Self.photographed(settings.convolution, .int8)
            let largest = try #require(exact.max())
            let differences = zip(found, exact).map { abs($0 - $1) }
            #expect(try #require(differences.max()) <= 0.01 * largest)
            #expect(found != exact)
        }

        @Test func `a resize of bytes is that of their values, rounded`() throws {
            let settings = ConvolutionCase(
                input: Shape(channels: 70, height: 9, width: 7), outputs: 1, kernel: 1)
            let bytes = ByteCase(settings: settings)
            var (builder, source) = bytes.builder()
            let target = builder.resize(source, height: 20, width: 5)
            let plan = Plan(builder, team: try Team(members: 2))
            plan.fill(source, with: bytes.bytes)
            plan.runStep(1)
            var found = [Float](repeating: .nan, count: target.shape.count)
            plan.copy(target, into: &found)
            var exact = found
            ResizeStep(from: source.shape, to: target.shape).run(bytes.bytes, into: &exact)
            #expect(zip(found, exact).allSatisfy { abs($0 - $1) <= 0.501 })
            #expect(try #require(found.max()) > 100)
        }
    }
}
