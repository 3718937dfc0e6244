/// A network that learns: layers one after the other, and one or more last layers (heads) that read
/// what the others have made, of which each pass uses one.
///
/// A step: `clear`, then passes (`show`, `forward`, a gradient put into `outputGradient`,
/// `backward`), whose gradients add up, then `move`. Owns its memory. One thread at a time.
public final class LearningNetwork {
    /// The side of the pictures.
    public let side: Int
    private let picture: StoredMap
    private let scale: PictureScale
    private let trunk: [LayerPass]
    private let heads: [LayerPass]
    /// How many layers at the beginning do not learn.
    private let fixed: Int
    private let team: Team
    private let scratch: FloatBuffer
    private var dropped = false

    /// Plans the network and takes all the memory it needs.
    ///
    /// - Parameters:
    ///   - scale: How a picture's samples become numbers.
    ///   - trunk: The layers of every pass.
    ///   - heads: The last layers; all read the trunk's last map.
    ///   - element: What is multiplied where a layer's steps are of 1: float32, or bfloat16 in
    ///     tiles. Sums, parameters, gradients and moments are float32.
    ///   - team: Whose members work.
    public init(
        _ scale: PictureScale, trunk: [LearningLayer], heads: [LearningLayer],
        element: Element = .float32, team: Team
    ) {
        precondition(!trunk.isEmpty && !heads.isEmpty, "a network has a trunk and a head")
        let fixed = trunk.prefix { !$0.learns }.count
        precondition(
            (trunk.dropFirst(fixed) + heads).allSatisfy(\.learns),
            "what a layer that learns leads to learns")
        side = scale.side
        self.scale = scale
        self.team = team
        let first = trunk[0].convolution
        picture =
            LearnedConvolution.takesTiles(ofPicture: first, element)
            ? StoredMap(pictureOf: side, readBy: first)
            : StoredMap(
                Shape(channels: PictureScale.channels, height: side, width: side),
                pixel: PictureScale.channels, readBy: first)
        var passes: [LayerPass] = []
        for (index, layer) in trunk.enumerated() {
            passes.append(
                LayerPass(
                    layer, input: passes.last?.output ?? picture,
                    inputGradient: index > fixed ? passes.last?.outputGradient : nil,
                    next: index + 1 < trunk.count ? trunk[index + 1] : heads[0],
                    element: element, team: team))
        }
        let last = passes[passes.count - 1]
        self.fixed = fixed
        self.trunk = passes
        self.heads = heads.map {
            LayerPass(
                $0, input: last.output,
                inputGradient: fixed < trunk.count ? last.outputGradient : nil, next: nil,
                element: element, team: team)
        }
        let counts = (self.trunk + self.heads).map { $0.scratchCount(team.members) }
        scratch = FloatBuffer(count: counts.max() ?? 0)
        refresh(self.passes)
    }

    private var passes: [LayerPass] { trunk + heads }
    private var learning: [LayerPass] { trunk.dropFirst(fixed) + heads }

    // MARK: A pass

    /// Takes a picture of 8-bit samples, (side, side, 3).
    public func show(_ bytes: Span<UInt8>) {
        guard picture.map.element == .float32 else {
            show(bytes.indices.map { Float(bytes[$0]) })
            return
        }
        scale.fill(picture.buffer, picture.layout, .float32, bytes)
    }

    /// Takes a picture of samples that need not be whole, (side, side, 3), each in 0...255.
    public func show(_ samples: [Float]) {
        guard picture.map.element == .float32 else {
            scale.fillSplit(picture.buffer, picture.layout, samples)
            return
        }
        scale.fill(picture.buffer, picture.layout, .float32, samples)
    }

    /// Computes the output of one head for the picture shown last.
    ///
    /// - Parameters:
    ///   - head: Which one.
    ///   - seed: Chooses what dropout leaves out; `nil`: nothing is.
    public func forward(head: Int = 0, seed: UInt32? = nil) {
        dropped = seed != nil
        for (index, pass) in (trunk + [heads[head]]).enumerated() {
            let seed = seed.map { $0 &+ UInt32(index) &* 0x85EB_CA6B }
            pass.forward(team, scratch: scratch, seed: seed)
        }
    }

    /// The output of one head after `forward`.
    public func output(head: Int = 0) -> BlockMap { BlockMap(heads[head].output) }

    /// Where the gradient of one head's output goes before `backward`.
    public func outputGradient(head: Int = 0) -> BlockMap { BlockMap(heads[head].outputGradient) }

    /// Adds the gradients of the pass that `forward` has just made.
    public func backward(head: Int = 0) {
        for pass in [heads[head]] + trunk.dropFirst(fixed).reversed() {
            pass.backward(team, scratch: scratch, dropped: dropped)
        }
    }

    // MARK: A step

    /// Begins a step: no gradient has been gathered.
    public func clear() {
        for pass in learning { pass.convolution.clear() }
    }

    /// Ends a step's gathering, so that gradients can be read; `move` does it too.
    public func gather() {
        for pass in learning { pass.convolution.gather(team) }
    }

    /// Moves all parameters that learn by the gradients that were gathered.
    ///
    /// - Parameters:
    ///   - adam: How.
    ///   - number: Of the step, counted from 1.
    public func move(_ adam: Adam, number: Int) {
        let step = adam.step(number)
        for pass in learning { pass.convolution.move(step, team) }
    }

    private func refresh(_ passes: [LayerPass]) {
        for pass in passes { pass.convolution.refresh(team) }
    }

    // MARK: Parameters

    /// What is kept of each parameter.
    public enum Kind: CaseIterable, Sendable {
        /// The parameter itself.
        case value
        /// What the last step has gathered.
        case gradient
        /// Adam's mean of gradients.
        case firstMoment
        /// Adam's mean of squared gradients.
        case secondMoment
    }

    /// Weights (outputs, inputs, kernel, kernel) and bias of every layer, the heads last.
    public func parameters(_ kind: Kind = .value) -> [(weight: [Float], bias: [Float])] {
        passes.map(\.convolution).map { convolution in
            (
                convolution.ordered(convolution.weight.buffer(kind)),
                convolution.bias.buffer(kind).array(convolution.geometry.outputs)
            )
        }
    }

    /// Puts parameters, or their moments, back; as `parameters` gives them.
    public func set(_ kind: Kind, _ parameters: [(weight: [Float], bias: [Float])]) {
        precondition(parameters.count == passes.count, "every layer has its parameters")
        for (convolution, (weight, bias)) in zip(passes.map(\.convolution), parameters) {
            convolution.fill(convolution.weight.buffer(kind), ordered: weight)
            convolution.bias.buffer(kind).fill(bias)
        }
        if kind == .value { refresh(passes) }
    }
}

extension LearnedTensor {
    fileprivate func buffer(_ kind: LearningNetwork.Kind) -> FloatBuffer {
        switch kind {
            case .value: values
            case .gradient: gradient
            case .firstMoment: first
            case .secondMoment: second
        }
    }
}
