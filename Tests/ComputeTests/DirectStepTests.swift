import TestSupport
import Testing

@testable import Compute

/// The end of a residual block: a convolution onto a map that holds the shortcut.
private struct Residual {
    let settings: ConvolutionCase

    var shortcut: [Float] {
        let shape = settings.convolution.shape(from: settings.input)
        return formulaWeights("shortcut", count: shape.count, limit: 2)
    }

    /// By the definition, (outputs, height, width).
    func plain() -> [Float] {
        var linear = settings
        linear.rectified = false
        return zip(linear.plain(), shortcut).map { sum, before in
            settings.rectified ? max(sum + before, 0) : sum + before
        }
    }

    func planned(members: Int = 1) throws -> [Float] {
        let (plan, target) = try plan(members: members)
        plan.runStep(0)
        var output = [Float](repeating: .nan, count: target.shape.count)
        plan.copy(target, into: &output)
        return output
    }

    private func plan(members: Int) throws -> (Plan, FeatureMap) {
        var builder = PlanBuilder(.unused)
        let source = builder.map(
            parts: [settings.input.channels], height: settings.input.height,
            width: settings.input.width)
        let shape = settings.convolution.shape(from: settings.input)
        let target = builder.map(parts: [shape.channels], height: shape.height, width: shape.width)
        builder.add(settings.convolution, over: source, onto: target)
        let plan = Plan(builder, team: try Team(members: members))
        plan.fill(source, with: settings.values)
        plan.fill(target, with: shortcut)
        return (plan, target)
    }
}

extension KernelTests {
    @Suite struct DirectStepTests {
        static let cases = [
            ConvolutionCase(
                input: Shape(channels: 20, height: 7, width: 9), outputs: 34, kernel: 1),
            ConvolutionCase(
                input: Shape(channels: 5, height: 14, width: 13), outputs: 16, kernel: 3,
                padding: 1, rectified: false),
            ConvolutionCase(
                input: Shape(channels: 17, height: 9, width: 80), outputs: 3, kernel: 1, stride: 2),
        ]

        @Test(arguments: cases)
        func `a sum onto a map agrees with the plain definition`(
            settings: ConvolutionCase
        ) throws {
            let residual = Residual(settings: settings)
            expectClose(try residual.planned(), residual.plain(), within: 1e-4)
        }

        @Test func `a team's sum is that of one thread`() throws {
            let residual = Residual(settings: Self.cases[0])
            #expect(try residual.planned(members: 2) == residual.planned())
        }

        /// What a residual network needs beside EfficientAD's networks.
        static let strided = [
            ConvolutionCase(
                input: Shape(channels: 3, height: 20, width: 22), outputs: 20, kernel: 7, stride: 2,
                padding: 3),
            ConvolutionCase(
                input: Shape(channels: 18, height: 14, width: 12), outputs: 5, kernel: 1, stride: 2,
                rectified: false),
            ConvolutionCase(
                input: Shape(channels: 16, height: 16, width: 34), outputs: 17, kernel: 3,
                stride: 2, padding: 1),
        ]

        @Test(arguments: strided)
        func `a strided convolution agrees with the plain definition`(
            settings: ConvolutionCase
        ) throws {
            expectClose(try settings.planned(), settings.plain(), within: 2e-4)
        }

        @Test func `a sum onto a map of another shape traps`() async {
            await #expect(processExitsWith: .failure) {
                var builder = PlanBuilder(.unused)
                let source = builder.map(parts: [4], height: 8, width: 8)
                let target = builder.map(parts: [5], height: 8, width: 8)
                let settings = ConvolutionCase(
                    input: Shape(channels: 4, height: 8, width: 8), outputs: 4, kernel: 1)
                builder.add(settings.convolution, over: source, onto: target)
            }
        }
    }
}
