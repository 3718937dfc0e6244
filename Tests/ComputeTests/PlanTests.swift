import Compute
import TestSupport
import Testing

/// A small network of five operations.
private func network(_ input: Shape) -> [Operation] {
    var first = Convolution(
        inputs: input.channels, kernel: 3,
        weight: formulaWeights("first", count: 4 * input.channels * 9, limit: 0.5),
        bias: [0.1, 0.2, 0.3, -0.4])
    first.pooled = true
    let second = Convolution(
        inputs: 4, kernel: 1, weight: formulaWeights("second", count: 8, limit: 1), bias: [0, 0.5])
    return [
        .convolution(first), .resize(height: 9, width: 7), .convolution(second),
        .resize(height: 4, width: 5), .resize(height: 6, width: 6),
    ]
}

@Suite struct PlanTests {
    private let input = Shape(channels: 2, height: 12, width: 14)

    private func run(
        _ operations: [Operation], _ shape: Shape, _ values: [Float], members: Int = 1
    ) throws -> [Float] {
        let plan = Plan(operations, input: shape, members: members)
        var workspace = Workspace(for: [plan], team: try Team(members: members))
        var output = [Float](repeating: .nan, count: plan.output.count)
        plan.run(values.span, into: &output, using: &workspace)
        return output
    }

    @Test func `a plan of many operations is each of them in turn`() throws {
        let values = formulaWeights("input", count: input.count, limit: 1)
        var expected = values
        var shape = input
        for operation in network(input) {
            expected = try run([operation], shape, expected)
            shape = Plan([operation], input: shape).output
        }
        #expect(try run(network(input), input, values) == expected)
        #expect(shape == Shape(channels: 2, height: 6, width: 6))
    }

    @Test func `a run leaves nothing behind for the next one`() throws {
        let plan = Plan(network(input), input: input)
        var workspace = Workspace(for: [plan], team: try Team(members: 1))
        var first = [Float](repeating: 0, count: plan.output.count)
        var second = first
        let values = formulaWeights("input", count: input.count, limit: 1)
        let others = formulaWeights("other", count: input.count, limit: 9)
        plan.run(values.span, into: &first, using: &workspace)
        plan.run(others.span, into: &second, using: &workspace)
        #expect(first != second)
        plan.run(values.span, into: &second, using: &workspace)
        #expect(first == second)
    }

    @Test(.enabled(if: countsAllocations)) func `a run allocates nothing`() throws {
        let plan = Plan(network(input), input: input)
        var workspace = Workspace(for: [plan], team: try Team(members: 1))
        var output = [Float](repeating: 0, count: plan.output.count)
        let values = formulaWeights("input", count: input.count, limit: 1)
        #expect(
            allocations { plan.run(values.span, into: &output, using: &workspace) } == 0)
    }

    @Test func `a workspace made for smaller plans traps`() async {
        await #expect(processExitsWith: .failure) {
            let input = Shape(channels: 2, height: 12, width: 14)
            let plan = Plan(network(input), input: input)
            var workspace = Workspace(for: [], team: try Team(members: 1))
            var output = [Float](repeating: 0, count: plan.output.count)
            plan.run(
                [Float](repeating: 0, count: input.count).span, into: &output, using: &workspace)
        }
    }
}
