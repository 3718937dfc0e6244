import CKernels

/// The steps from a picture to its maps, with all that can be decided beforehand: memory, packed
/// weights, the order and the parts of the work.
///
/// `run` allocates nothing and takes no lock. One thread at a time.
@safe public final class Plan {
    /// What the steps do, for those who time them.
    public let stepFacts: [StepFacts]

    /// What has been added to the outputs of the steps in tiles, step after step.
    public private(set) var corrections: [Float] = []

    private let picture: PictureScale
    private let element: Element
    private let layouts: [MapLayout]
    private let team: Team
    private let steps: [PlannedStep]
    private let maps: [FloatBuffer]
    private let distances: [FloatBuffer]
    private let features: [MeanFeature]
    private let scratch: FloatBuffer

    /// Takes all memory and packs all weights; this is the slow part.
    ///
    /// The builder's own weights go as they are packed, so that both are there of one step only.
    public init(_ description: consuming PlanBuilder, team: Team) {
        var draft = description
        var facts: [StepFacts] = []
        for step in draft.steps { facts.append(StepFacts(step, in: draft)) }
        stepFacts = facts
        var remaining = draft.takeSteps()
        let builder = draft
        picture = builder.picture
        element = builder.input.element
        layouts = builder.layouts
        self.team = team
        let maps = zip(builder.layouts, builder.elements).map { layout, element in
            FloatBuffer(
                count: element.floats(layout.count)
                    + (element == .float32 ? 0 : TileStep.overread))
        }
        picture.fillBorder(maps[0], layouts[0], element)
        let distances = builder.distanceCounts.map { FloatBuffer(count: $0) }
        let planner = StepPlanner(
            builder: builder, maps: maps, distances: distances, members: team.members)
        var steps: [PlannedStep] = []
        while let step = remaining.popLast() { steps.append(planner.planned(step)) }
        self.steps = steps
        features = builder.features.map {
            MeanFeature($0, source: planner.place($1), units: builder.units(of: $1))
        }
        scratch = FloatBuffer(count: steps.map { $0.scratchCount(team.members) }.max() ?? 0)
        self.maps = maps
        self.distances = distances
    }

    /// Computes everything from one picture.
    ///
    /// - Parameter picture: (side, side, 3), RGB, 8 bits.
    public func run(_ picture: Span<UInt8>) {
        self.picture.fill(maps[0], layouts[0], element, picture)
        for index in steps.indices { run(steps[index]) }
    }

    /// Computes everything from one picture whose samples, in 0...255, need not be whole.
    ///
    /// - Parameter picture: (side, side, 3), RGB.
    public func run(_ picture: [Float]) {
        self.picture.fill(maps[0], layouts[0], element, picture)
        for index in steps.indices { run(steps[index]) }
    }

    /// Takes from the outputs of a plan in tiles what rounded weights add to them on average.
    ///
    /// The same error in every picture, though small, is large beside what tells pictures of good
    /// parts apart. Of an output it is the sum over input channels of the weights' rounding times
    /// the channel's mean, which `pictures` tell; it goes into the bias.
    ///
    /// - Parameter pictures: Like those to come, (side, side, 3) each, RGB, 8 bits.
    public func compensate(for pictures: [[UInt8]]) {
        var means = tiles.map { _ in [Double]() }
        for picture in pictures {
            run(picture.span)
            for (index, step) in tiles.enumerated() {
                let new = step.inputMeans().map { $0 / Double(pictures.count) }
                means[index] = means[index].isEmpty ? new : zip(means[index], new).map(+)
            }
        }
        guard !pictures.isEmpty else { return }
        let learned = zip(tiles, means).flatMap { $0.corrections(for: $1) }
        let isTaken = compensate(by: learned)
        precondition(isTaken, "every step has as many as it takes")
    }

    /// Does what `compensate(for:)` did, without pictures.
    ///
    /// - Parameter corrections: Those of a plan for the same weights in the same numbers.
    /// - Returns: Whether they are; if not, nothing is changed.
    public func compensate(by corrections: [Float]) -> Bool {
        let tiles = tiles
        guard corrections.count == tiles.reduce(0, { $0 + $1.correctable }) else { return false }
        var rest = corrections[...]
        for step in tiles {
            step.compensate(by: rest.prefix(step.correctable))
            rest = rest.dropFirst(step.correctable)
        }
        self.corrections = corrections
        return true
    }

    private var tiles: [TileStep] {
        steps.compactMap { step in
            if case .tiles(let step) = step { step } else { nil }
        }
    }

    /// Runs one step, on what the steps before it have left.
    public func runStep(_ index: Int) { run(steps[index]) }

    private func run(_ step: PlannedStep) { step.run(team, scratch: scratch) }

    /// The largest value of each channel of a map of float32.
    public func largest(of map: FeatureMap) -> [Float] {
        precondition(map.element == .float32, "a map of other numbers has lost its largest")
        let (layout, block) = (layouts[map.index], FeatureMap.block)
        var step = ckernels_largest_step(
            height: 1, width: 1, in_height: map.height, in_width: map.width,
            side: max(map.height, map.width), stride: 1, before: 0, in_row_step: layout.rowStep,
            out_row_step: block)
        return map.parts.indices.flatMap { index -> ArraySlice<Float> in
            let part = map.part(index)
            var largest = [Float](repeating: 0, count: part.blocks * block)
            unsafe largest.withUnsafeMutableBufferPointer { largest in
                guard let start = largest.baseAddress else { return }
                for plane in 0..<part.blocks {
                    let place = layout.offset(plane: part.firstBlock + plane, padding: 0)
                    unsafe ckernels_largest(
                        start + plane * block, maps[map.index].start + place, &step)
                }
            }
            return largest.prefix(part.channels)
        }
    }

    /// Copies a distance map, (height · width).
    public func copy(
        _ map: PlanBuilder.DistanceMap, into values: inout [Float], from first: Int = 0
    ) {
        let buffer = distances[map.index]
        precondition(values.count >= first + buffer.count, "a copy must have room for the map")
        for index in 0..<buffer.count { unsafe values[first + index] = buffer.start[index] }
    }

    /// Fills `feature` with a mean feature of the last picture, (channels).
    public func fill(_ feature: PlanBuilder.Feature, into values: inout [Double]) {
        features[feature.index].fill(&values)
    }

    /// Copies a feature map, (channels, height, width); of bytes the whole numbers.
    public func copy(_ map: FeatureMap, into values: inout [Float]) {
        precondition(values.count == map.shape.count, "a copy must have the map's shape")
        let buffer = maps[map.index]
        forEachPlace(of: map) { index, place in
            values[index] =
                switch map.element {
                    case .float32: unsafe buffer.start[place]
                    case .bfloat16: unsafe BFloat16(bits: buffer.bfloats[place]).value
                    case .int8: unsafe Float(buffer.bytes[place])
                }
        }
    }

    /// Copies a feature map of one part in blocks.
    public func copy(_ map: FeatureMap, into values: BlockMap) {
        precondition(
            map.element == .float32 && map.parts == [values.channels]
                && map.shape.plane == values.cells,
            "a copy must have the map's shape")
        let layout = layouts[map.index]
        let row = map.width * FeatureMap.block
        for plane in 0..<map.blocks {
            for y in 0..<map.height {
                let place = layout.offset(plane: map.firstBlock + plane, padding: 0)
                unsafe values.row(plane * map.height + y, length: row).update(
                    from: maps[map.index].start + place + y * layout.rowStep, count: row)
            }
        }
    }

    /// Fills a feature map, (channels, height, width), in place of the step that would; of bytes
    /// with whole numbers.
    func fill(_ map: FeatureMap, with values: [Float]) {
        precondition(values.count == map.shape.count, "the values must have the map's shape")
        let buffer = maps[map.index]
        forEachPlace(of: map) { index, place in
            switch map.element {
                case .float32: unsafe buffer.start[place] = values[index]
                case .bfloat16: unsafe buffer.bfloats[place] = BFloat16(values[index]).bits
                case .int8: unsafe buffer.bytes[place] = UInt8(values[index])
            }
        }
    }

    /// Calls with each row-major index of a map and its place in memory.
    private func forEachPlace(of map: FeatureMap, _ body: (_ index: Int, _ place: Int) -> Void) {
        let (layout, element) = (layouts[map.index], map.element)
        var (index, block) = (0, map.firstBlock)
        for channels in map.parts {
            for channel in 0..<channels {
                let plane = layout.offset(plane: block + channel / element.block, padding: 0)
                for y in 0..<map.height {
                    let row = plane + y * layout.rowStep + channel % element.block
                    for x in 0..<map.width {
                        body(index, row + x * element.block)
                        index += 1
                    }
                }
            }
            block += element.blocks(of: channels)
        }
    }
}
