import CKernels

/// The steps from a picture to its maps, with all that can be decided beforehand: memory, packed
/// weights, the order and the parts of the work.
///
/// `run` allocates nothing and takes no lock. One thread at a time.
@safe public final class Plan {
    /// What the steps do, for those who time them.
    public let stepFacts: [StepFacts]

    private let picture: PictureScale
    private let layouts: [MapLayout]
    private let team: Team
    private let steps: [PlannedStep]
    private let maps: [FloatBuffer]
    private let distances: [FloatBuffer]
    private let features: [MeanFeature]
    private let scratch: FloatBuffer

    /// Takes all memory and packs all weights; this is the slow part.
    public init(_ builder: PlanBuilder, team: Team) {
        stepFacts = builder.steps.map { StepFacts($0, in: builder) }
        picture = builder.picture
        layouts = builder.layouts
        self.team = team
        let maps = builder.layouts.map { FloatBuffer(count: $0.count) }
        let distances = builder.distanceCounts.map { FloatBuffer(count: $0) }
        func place(_ map: FeatureMap) -> (FloatBuffer, MapLayout, FeatureMap) {
            (maps[map.index], builder.layouts[map.index], map)
        }
        func convolution(
            _ convolutions: [Convolution], _ source: FeatureMap, _ end: StepEnd
        ) -> PlannedStep {
            builder.isWinograd(convolutions[0], source)
                ? .winograd(
                    WinogradStep(
                        convolutions, source: place(source), end: end, members: team.members))
                : .direct(DirectStep(convolutions, source: place(source), end: end))
        }
        steps = builder.steps.map { step in
            switch step {
                case .convolution(let convolutions, let source, let target):
                    let (buffer, layout, map) = place(target)
                    return convolution(convolutions, source, .store(buffer, layout, map))
                case .distance(let convolution_, let source, let other, let index):
                    return convolution(
                        [convolution_], source,
                        .distance(
                            distances[index], from: other.map(place),
                            channels: convolution_.outputs))
                case .addition(let convolution, let source, let target):
                    let (buffer, layout, map) = place(target)
                    return .direct(
                        DirectStep(
                            [convolution], source: place(source), end: .add(buffer, layout, map)))
                case .largest(let window, let source, let target):
                    return .largest(
                        LargestStep(window, source: place(source), target: place(target)))
                case .resize(let source, let target):
                    return .enlarge(EnlargeStep(source: place(source), target: place(target)))
            }
        }
        features = builder.features.map { MeanFeature($0, source: place($1)) }
        scratch = FloatBuffer(count: steps.map { $0.scratchCount(team.members) }.max() ?? 0)
        self.maps = maps
        self.distances = distances
    }

    /// Computes everything from one picture.
    ///
    /// - Parameter picture: (side, side, 3), RGB, 8 bits.
    public func run(_ picture: Span<UInt8>) {
        fillInput(picture)
        for index in steps.indices { run(steps[index]) }
    }

    /// Runs one step, on what the steps before it have left.
    public func runStep(_ index: Int) { run(steps[index]) }

    private func fillInput(_ picture: Span<UInt8>) {
        let side = self.picture.side
        precondition(
            picture.count == side * side * PictureScale.channels, "a picture must have its size")
        let (layout, scale, shift) = (layouts[0], self.picture.scale, self.picture.shift)
        unsafe picture.withUnsafeBufferPointer { picture in
            guard let start = picture.baseAddress else { return }
            unsafe ckernels_picture(
                maps[0].start + layout.offset(plane: 0, padding: 0), layout.rowStep, start, side,
                scale, shift)
        }
    }

    private func run(_ step: PlannedStep) {
        for phase in 0..<step.phases {
            var job = PhaseJob(step: step, phase: phase, scratch: scratch)
            unsafe withUnsafePointer(to: &job) { job in
                unsafe team.run(job.pointee.step.parts(phase), job) { raw, part, member in
                    // `raw` is the pointer above.
                    let job = unsafe raw.assumingMemoryBound(to: PhaseJob.self)
                    unsafe job.pointee.step.work(
                        part, phase: job.pointee.phase, member: member,
                        scratch: job.pointee.scratch.start)
                }
            }
        }
    }

    /// Copies a distance map, (height · width).
    public func copy(_ map: PlanBuilder.DistanceMap, into values: inout [Float]) {
        let buffer = distances[map.index]
        precondition(values.count == buffer.count, "a copy must have the map's size")
        for index in values.indices { unsafe values[index] = buffer.start[index] }
    }

    /// Fills `feature` with a mean feature of the last picture, (channels).
    public func fill(_ feature: PlanBuilder.Feature, into values: inout [Double]) {
        features[feature.index].fill(&values)
    }

    /// Copies a feature map, (channels, height, width).
    public func copy(_ map: FeatureMap, into values: inout [Float]) {
        precondition(values.count == map.shape.count, "a copy must have the map's shape")
        let buffer = maps[map.index]
        forEachPlace(of: map) { index, place in unsafe values[index] = buffer.start[place] }
    }

    /// Fills a feature map, (channels, height, width), in place of the step that would.
    func fill(_ map: FeatureMap, with values: [Float]) {
        precondition(values.count == map.shape.count, "the values must have the map's shape")
        let buffer = maps[map.index]
        forEachPlace(of: map) { index, place in unsafe buffer.start[place] = values[index] }
    }

    /// Calls with each row-major index of a map and its place in memory.
    private func forEachPlace(of map: FeatureMap, _ body: (_ index: Int, _ place: Int) -> Void) {
        let layout = layouts[map.index]
        var (index, block) = (0, map.firstBlock)
        for channels in map.parts {
            for channel in 0..<channels {
                let plane = layout.offset(plane: block + channel / FeatureMap.block, padding: 0)
                for y in 0..<map.height {
                    let row = plane + y * layout.rowStep + channel % FeatureMap.block
                    for x in 0..<map.width {
                        body(index, row + x * FeatureMap.block)
                        index += 1
                    }
                }
            }
            block += FeatureMap.blocks(of: channels)
        }
    }
}

/// One phase of one step as a team's job.
private struct PhaseJob {
    let step: PlannedStep
    let phase: Int
    let scratch: FloatBuffer
}
