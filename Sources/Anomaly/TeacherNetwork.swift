public import Compute

/// The teacher by itself, for what is made of its outputs: their mean and deviation, a memory.
///
/// Owns its memory. One thread at a time.
public final class TeacherNetwork {
    /// The outputs for the last picture, (channels, 56, 56), or as its reach says.
    ///
    /// They are normalised by the weights' mean and deviation; with mean 0 and deviation 1 they are
    /// as the network gives them.
    public private(set) var output: [Float]

    /// What they are along axes, (axes, 56, 56); empty without any.
    public private(set) var coordinates: [Float]

    private let plan: Plan
    private let map: FeatureMap
    private let coordinateMap: FeatureMap?

    /// Plans the network.
    ///
    /// - Parameters:
    ///   - weights: Of any width.
    ///   - threads: How many threads work on one picture, the calling one included; at least 1.
    ///   - axes: Of the outputs, (any number, channels); `nil`: none.
    ///   - element: What is multiplied; outputs are float32.
    ///   - reach: What each place shows.
    /// - Throws: `.badTensor` for weights that do not fit together, `.noThreads`.
    public init(
        _ weights: NetworkWeights, threads: Int, axes: Tensor? = nil, element: Element = .float32,
        reach: MemoryReach = .near
    ) throws(ModelError) {
        try weights.teacherAlone.checkTeacher(file: "the model in memory")
        var builder = PlanBuilder.normalisedPicture(element)
        let teacher = weights.teacher(reach)
        let last = teacher[teacher.count - 1]
        let described = teacher.dropLast().reduce(builder.source) { map, convolution in
            builder.convolve(map, [convolution])
        }
        map = builder.floats(described, last)
        coordinateMap = axes.map { builder.floats(described, last.projected(on: $0.values)) }
        coordinates = [Float](repeating: 0, count: coordinateMap?.shape.count ?? 0)
        plan = Plan(builder, team: try .of(threads))
        output = [Float](repeating: 0, count: map.shape.count)
    }

    /// Fills `output` for one picture whose samples, in 0...255, need not be whole.
    ///
    /// - Parameters:
    ///   - picture: (256, 256, 3), RGB.
    ///   - output: (channels, 56, 56) in blocks.
    public func run(_ picture: [Float], into output: BlockMap) {
        plan.run(picture)
        plan.copy(map, into: output)
    }

    /// Fills `output` for one picture, (256, 256, 3), RGB, 8 bits.
    public func run(_ picture: Span<UInt8>, into output: BlockMap) {
        plan.run(picture)
        plan.copy(map, into: output)
    }

    /// Runs the network on one picture, (256, 256, 3), RGB, 8 bits, already resized.
    public func run(_ picture: Span<UInt8>) {
        plan.run(picture)
        plan.copy(map, into: &output)
        if let coordinateMap { plan.copy(coordinateMap, into: &coordinates) }
    }
}

extension PlanBuilder {
    /// A convolution's result as a map of float32.
    fileprivate mutating func floats(
        _ source: FeatureMap, _ convolution: Convolution
    ) -> FeatureMap {
        let shape = convolution.shape(from: source.shape)
        let target = map(
            parts: [convolution.outputs], height: shape.height, width: shape.width,
            element: .float32)
        convolve(source, [convolution], into: target)
        return target
    }
}
