/// A sequence of operations for one shape of input, with all that can be decided beforehand.
///
/// `run` allocates nothing and takes no lock. An engine that fuses, tiles or rounds
/// otherwise takes this type's place: the same operations in, the same feature map out.
public struct Plan: Sendable {
    /// What `run` takes.
    public let input: Shape
    /// What it gives.
    public let output: Shape
    private let steps: [Step]

    /// The elements of the largest intermediate result.
    let mapCount: Int
    /// What one member of a team needs for the largest band of a convolution.
    let bandCount: Int

    private enum Step: Sendable {
        case convolution(ConvolutionStep)
        case resize(ResizeStep)

        var bandCount: Int {
            switch self {
                case .convolution(let convolution): convolution.bandCount
                case .resize: 0
            }
        }
    }

    /// Plans `operations` for an input of the given shape.
    ///
    /// - Parameters:
    ///   - operations: At least one; each must accept the result of the one before.
    ///   - input: The shape of the network's input.
    ///   - members: Of the team that will run it.
    public init(_ operations: [Operation], input: Shape, members: Int = 1) {
        precondition(!operations.isEmpty, "a plan needs at least one operation")
        var shapes = [input]
        var steps: [Step] = []
        for operation in operations {
            let from = shapes[shapes.count - 1]
            let to = operation.shape(from: from)
            switch operation {
                case .convolution(let convolution):
                    steps.append(
                        .convolution(
                            ConvolutionStep(convolution, input: from, members: members)))
                case .resize: steps.append(.resize(ResizeStep(from: from, to: to)))
            }
            shapes.append(to)
        }
        self.input = input
        self.steps = steps
        output = shapes[shapes.count - 1]
        mapCount = shapes.dropFirst().dropLast().map(\.count).max() ?? 0
        bandCount = steps.map(\.bandCount).max() ?? 0
    }

    /// Runs the operations.
    ///
    /// - Parameters:
    ///   - input: Of the shape `self.input`.
    ///   - output: Of the shape `self.output`; every element is written.
    ///   - workspace: Made for this plan, perhaps among others.
    /// - Note: Allocates nothing.
    public func run(
        _ input: Span<Float>, into output: inout [Float], using workspace: inout Workspace
    ) {
        precondition(input.count == self.input.count, "a plan's input must have its shape")
        precondition(output.count == self.output.count, "a plan's output must have its shape")
        precondition(workspace.holds(self), "a workspace must be made for the plan it serves")
        for index in 0..<steps.count {
            let step = steps[index]
            switch (index == 0, index == steps.count - 1) {
                case (true, true):
                    run(step, input, &output, &workspace.bands, workspace.team)
                case (true, false):
                    run(step, input, &workspace.next, &workspace.bands, workspace.team)
                case (false, false):
                    let last = workspace.last
                    run(step, last.span, &workspace.next, &workspace.bands, workspace.team)
                case (false, true):
                    let last = workspace.last
                    run(step, last.span, &output, &workspace.bands, workspace.team)
            }
            swap(&workspace.last, &workspace.next)
        }
    }

    /// Runs one operation; input and output may be longer than its shapes.
    private func run(
        _ step: Step, _ input: Span<Float>, _ output: inout [Float], _ bands: inout [Float],
        _ team: Team
    ) {
        switch step {
            case .convolution(let convolution):
                convolution.run(input, into: &output, using: &bands, team: team)
            case .resize(let resize):
                resize.run(input, into: &output)
        }
    }
}
