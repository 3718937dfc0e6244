import TestSupport
import Testing

@testable import Compute

/// A small network with every kind of step: a picture of 40x40 to a distance map and a feature.
private struct SmallNetwork {
    static let side = 40
    static let scale = PictureScale(side: side, scale: [0.01, 0.02, 0.03], shift: [-1, 0, 0.5])

    let plan: Plan
    let first: FeatureMap
    let small: FeatureMap
    let distance: PlanBuilder.DistanceMap
    let feature: PlanBuilder.Feature

    static func convolution(_ name: String, _ inputs: Int, _ outputs: Int, kernel: Int)
        -> Convolution
    {
        Convolution(
            inputs: inputs, kernel: kernel,
            weight: formulaWeights(name, count: inputs * outputs * kernel * kernel, limit: 0.2),
            bias: formulaWeights(name + ".bias", count: outputs, limit: 0.1))
    }

    static func linear(_ name: String, _ inputs: Int, _ outputs: Int, kernel: Int) -> Convolution {
        var convolution = convolution(name, inputs, outputs, kernel: kernel)
        convolution.rectified = false
        return convolution
    }

    init(members: Int = 1, element: Element = .float32) throws {
        var builder = PlanBuilder(Self.scale, element)
        var left = Self.convolution("left", 3, 5, kernel: 4)
        var right = Self.convolution("right", 3, 18, kernel: 4)
        left.pooled = true
        right.pooled = true
        first = builder.convolve(builder.source, [left, right])
        small = builder.resize(first.part(1), height: 16, width: 16)
        let other = builder.convolve(small, [Self.linear("other", 18, 6, kernel: 1)])
        let last = Self.linear("last", 5, 6, kernel: 3)
        distance = builder.distance(of: last, over: first.part(0), minus: other)
        feature = builder.meanFeature(of: last, over: first.part(0))
        plan = Plan(builder, team: try Team(members: members))
    }

    static func picture(_ name: String) -> [UInt8] {
        formulaWeights(name, count: 3 * side * side, limit: 127).map { UInt8($0 + 127) }
    }

    func map(_ map: FeatureMap) -> [Float] {
        var values = [Float](repeating: .nan, count: map.shape.count)
        plan.copy(map, into: &values)
        return values
    }

    func distances() -> [Float] {
        var values = [Float](repeating: .nan, count: 16 * 16)
        plan.copy(distance, into: &values)
        return values
    }
}

extension KernelTests {
    @Suite struct PlanTests {
        @Test func `convolutions of a picture, done together, agree with the plain definition`()
            throws
        {
            let network = try SmallNetwork()
            let picture = SmallNetwork.picture("picture")
            network.plan.run(picture.span)
            let plane = SmallNetwork.side * SmallNetwork.side
            let values = (0..<3 * plane).map { index in
                let colour = index / plane
                return Float(picture[index % plane * 3 + colour]) * SmallNetwork.scale.scale[colour]
                    + SmallNetwork.scale.shift[colour]
            }
            let output = network.map(network.first)
            let shape = Shape(channels: 3, height: SmallNetwork.side, width: SmallNetwork.side)
            for (name, outputs, first) in [("left", 5, 0), ("right", 18, 5)] {
                var settings = ConvolutionCase(input: shape, outputs: outputs, kernel: 4)
                settings.pooled = true
                let convolution = SmallNetwork.convolution(name, 3, outputs, kernel: 4)
                let places = stride(from: 0, to: outputs * 18 * 18, by: 7)
                let expected = places.map { place in
                    Float(
                        settings.plain(
                            convolution, values, output: place / 324, y: place % 324 / 18,
                            x: place % 18))
                }
                expectClose(places.map { output[first * 324 + $0] }, expected, within: 1e-4)
            }
        }

        @Test func `a resized map agrees with the resize of planes`() throws {
            let network = try SmallNetwork()
            network.plan.run(SmallNetwork.picture("picture").span)
            let source = network.map(network.first.part(1))
            var expected = [Float](repeating: 0, count: 18 * 16 * 16)
            ResizeStep(from: network.first.part(1).shape, to: network.small.shape)
                .run(source, into: &expected)
            expectClose(network.map(network.small), expected, within: 1e-5)
        }

        @Test func `a distance is the mean square of a difference`() throws {
            let network = try SmallNetwork()
            network.plan.run(SmallNetwork.picture("picture").span)
            let (near, far) = (network.map(network.first.part(0)), network.map(network.small))
            let last = ConvolutionCase(
                input: Shape(channels: 5, height: 18, width: 18), outputs: 6, kernel: 3,
                rectified: false)
            let other = ConvolutionCase(
                input: network.small.shape, outputs: 6, kernel: 1, rectified: false)
            let lastWeights = SmallNetwork.linear("last", 5, 6, kernel: 3)
            let otherWeights = SmallNetwork.linear("other", 18, 6, kernel: 1)
            let expected = (0..<256).map { place in
                let (y, x) = (place / 16, place % 16)
                let squares = (0..<6).map { output in
                    let difference =
                        last.plain(lastWeights, near, output: output, y: y, x: x)
                        - other.plain(otherWeights, far, output: output, y: y, x: x)
                    return difference * difference
                }
                return Float(squares.reduce(0, +) / 6)
            }
            expectClose(network.distances(), expected, within: 1e-4)
        }

        @Test func `a mean feature is the mean of outputs that were not computed`()
            throws
        {
            let network = try SmallNetwork()
            network.plan.run(SmallNetwork.picture("picture").span)
            let near = network.map(network.first.part(0))
            let last = ConvolutionCase(
                input: Shape(channels: 5, height: 18, width: 18), outputs: 6, kernel: 3,
                rectified: false)
            let weights = SmallNetwork.linear("last", 5, 6, kernel: 3)
            var feature = [Double](repeating: .nan, count: 6)
            network.plan.fill(network.feature, into: &feature)
            for output in 0..<6 {
                let sum = (0..<256).reduce(0) {
                    $0 + last.plain(weights, near, output: output, y: $1 / 16, x: $1 % 16)
                }
                #expect(abs(feature[output] - sum / 256) < 1e-9)
            }
        }

        @Test func `in bfloat16 the whole is nearly the same`() throws {
            let (plain, short) = (try SmallNetwork(), try SmallNetwork(element: .bfloat16))
            let picture = SmallNetwork.picture("picture")
            plain.plan.run(picture.span)
            short.plan.run(picture.span)
            for (one, other) in [(plain.first, short.first), (plain.small, short.small)] {
                let values = plain.map(one)
                let largest = values.map(abs).max() ?? 0
                expectClose(short.map(other), values, within: largest / 100)
            }
            let largest = plain.distances().max() ?? 0
            expectClose(short.distances(), plain.distances(), within: largest / 50)
            let features = [plain, short].map { network in
                var feature = [Double](repeating: .nan, count: 6)
                network.plan.fill(network.feature, into: &feature)
                return feature
            }
            expectClose(features[1], features[0], within: 0.01)
        }

        @Test func `compensation takes out what rounded weights add on average`() throws {
            let picture = SmallNetwork.picture("picture")
            func plan(_ element: Element) throws -> (Plan, FeatureMap) {
                var builder = PlanBuilder(SmallNetwork.scale, element)
                let first = builder.convolve(
                    builder.source, [SmallNetwork.convolution("first", 3, 8, kernel: 4)])
                let second = builder.convolve(
                    first, [SmallNetwork.linear("second", 8, 20, kernel: 4)])
                return (Plan(builder, team: try Team(members: 1)), second)
            }
            func means(_ plan: Plan, _ map: FeatureMap) -> [Float] {
                plan.run(picture.span)
                var values = [Float](repeating: .nan, count: map.shape.count)
                plan.copy(map, into: &values)
                let plane = map.shape.plane
                return (0..<map.channels).map { channel in
                    values[channel * plane..<(channel + 1) * plane].reduce(0, +) / Float(plane)
                }
            }
            let (exact, map) = try plan(.float32)
            let (short, shortMap) = try plan(.bfloat16)
            let expected = means(exact, map)
            func error() -> Float {
                zip(means(short, shortMap), expected).reduce(0) { $0 + abs($1.0 - $1.1) }
            }
            let before = error()
            short.compensate(for: [])
            #expect(error() == before)
            short.compensate(for: [picture, picture])
            let after = error()
            #expect(after < before / 5, "\(before) before, \(after) after")
        }

        @Test(arguments: [Element.float32, .bfloat16])
        func `a run leaves nothing behind for the next one`(element: Element) throws {
            let network = try SmallNetwork(members: 2, element: element)
            network.plan.run(SmallNetwork.picture("picture").span)
            let first = network.distances()
            network.plan.run(SmallNetwork.picture("other").span)
            #expect(network.distances() != first)
            network.plan.run(SmallNetwork.picture("picture").span)
            #expect(network.distances() == first)
        }

        @Test(.enabled(if: countsAllocations)) func `a run allocates nothing`() throws {
            for element in [Element.float32, .bfloat16] {
                try expectNoAllocation(SmallNetwork(element: element))
            }
        }

        private func expectNoAllocation(_ network: SmallNetwork) throws {
            let picture = SmallNetwork.picture("picture")
            var values = [Float](repeating: 0, count: 256)
            var feature = [Double](repeating: 0, count: 6)
            network.plan.run(picture.span)
            let count = allocations {
                network.plan.run(picture.span)
                network.plan.copy(network.distance, into: &values)
                network.plan.fill(network.feature, into: &feature)
            }
            #expect(count == 0)
        }

        @Test func `a picture of another size traps`() async {
            await #expect(processExitsWith: .failure) {
                let network = try SmallNetwork()
                network.plan.run([UInt8](repeating: 0, count: 7).span)
            }
        }
    }
}
