import TestSupport
import Testing

@testable import Compute

/// Pooling of a map with values by formula, of both signs.
struct PoolingCase: Sendable, CustomTestStringConvertible {
    var input: Shape
    var window: PoolingWindow
    var testDescription: String {
        "\(input.channels)x\(input.height)x\(input.width), \(window.side)/\(window.stride), "
            + "before \(window.before), after \(window.after)"
    }

    var values: [Float] { formulaWeights("input", count: input.count, limit: 1) }

    /// By the definition: a padding that is smaller than any number.
    func plain() -> [Float] {
        let values = values
        let height = (input.height + window.before + window.after - window.side) / window.stride + 1
        let width = (input.width + window.before + window.after - window.side) / window.stride + 1
        return (0..<input.channels * height * width).map { place in
            let (channel, cell) = (place / (height * width), place % (height * width))
            var best = -Float.infinity
            for i in 0..<window.side {
                for j in 0..<window.side {
                    let y = cell / width * window.stride + i - window.before
                    let x = cell % width * window.stride + j - window.before
                    guard (0..<input.height).contains(y), (0..<input.width).contains(x) else {
                        continue
                    }
                    best = max(best, values[(channel * input.height + y) * input.width + x])
                }
            }
            return best
        }
    }

    /// By a plan.
    func planned(members: Int = 1) throws -> [Float] {
        var builder = PlanBuilder(.unused)
        let source = builder.map(
            parts: [input.channels], height: input.height, width: input.width)
        let target = builder.largest(of: source, under: window)
        let plan = Plan(builder, team: try Team(members: members))
        plan.fill(source, with: values)
        plan.runStep(0)
        var output = [Float](repeating: .nan, count: target.shape.count)
        plan.copy(target, into: &output)
        return output
    }
}

extension KernelTests {
    @Suite struct LargestStepTests {
        static let cases = [
            PoolingCase(
                input: Shape(channels: 20, height: 16, width: 12),
                window: PoolingWindow(side: 3, stride: 2, before: 1, after: 1)),
            PoolingCase(
                input: Shape(channels: 16, height: 16, width: 12),
                window: PoolingWindow(side: 3, stride: 2, before: 0, after: 1)),
            PoolingCase(
                input: Shape(channels: 33, height: 15, width: 9),
                window: PoolingWindow(side: 3, stride: 2, before: 1, after: 1)),
            PoolingCase(
                input: Shape(channels: 1, height: 5, width: 4),
                window: PoolingWindow(side: 4, stride: 1, before: 3, after: 3)),
        ]

        @Test(arguments: cases)
        func `agrees with the plain definition`(pooling: PoolingCase)
            throws
        {
            #expect(try pooling.planned() == pooling.plain())
        }

        @Test func `a team's result is that of one thread`() throws {
            #expect(try Self.cases[0].planned(members: 2) == Self.cases[0].planned())
        }
    }
}
