/// Makes the steps of a description ready to run, of which it knows all but the steps themselves.
@safe struct StepPlanner {
    let builder: PlanBuilder
    let maps: [FloatBuffer]
    let distances: [FloatBuffer]
    /// Of the team.
    let members: Int

    /// A map with its memory.
    func place(_ map: FeatureMap) -> (FloatBuffer, MapLayout, FeatureMap) {
        (maps[map.index], builder.layouts[map.index], map)
    }

    /// Packs a step's weights.
    func planned(_ step: PlanBuilder.Step) -> PlannedStep {
        switch step {
            case .convolution(let convolutions, let source, let target):
                let (buffer, layout, map) = place(target)
                return convolution(convolutions, source, .store(buffer, layout, map))
            case .distance(let linear, let source, let other, let index):
                return convolution(
                    [linear], source,
                    .distance(
                        distances[index], from: other.map(place), channels: linear.outputs))
            case .nearest(let products, let source, let map, let index, let isFirst):
                return convolution(
                    [products], source,
                    .nearest(distances[index], of: place(map), isFirst: isFirst))
            case .split(let source, let target):
                return .split(SplitStep(source: place(source), target: place(target)))
            case .addition(let convolution, let source, let target):
                let (buffer, layout, map) = place(target)
                let packed = PackedWeights(
                    [convolution], source: source, layout: builder.layouts[source.index])
                return .direct(
                    DirectStep(
                        convolution, packed.forDirectStep(), source: place(source),
                        end: .add(buffer, layout, map)))
            case .largest(let window, let source, let target):
                return .largest(
                    LargestStep(window, source: place(source), target: place(target)))
            case .resize(let source, let target):
                return .enlarge(EnlargeStep(source: place(source), target: place(target)))
        }
    }

    /// Convolutions of one geometry over the same map.
    private func convolution(
        _ convolutions: [Convolution], _ source: FeatureMap, _ end: StepEnd
    ) -> PlannedStep {
        guard source.element == .float32 else {
            return tiles(convolutions, place(source), end)
        }
        return floats(
            convolutions, place(source), end,
            winograd: builder.isWinograd(convolutions[0], source))
    }

    /// A convolution of float32.
    private func floats(
        _ convolutions: [Convolution], _ source: (FloatBuffer, MapLayout, FeatureMap),
        _ end: StepEnd, winograd: Bool
    ) -> PlannedStep {
        let packed = PackedWeights(
            convolutions.map(\.inUnits), source: source.2, layout: source.1,
            target: end.map?.element)
        return winograd
            ? .winograd(
                WinogradStep(
                    convolutions[0], packed.forWinogradStep(), source: source, end: end,
                    members: members))
            : .direct(
                DirectStep(convolutions[0], packed.forDirectStep(), source: source, end: end))
    }

    /// A convolution in tiles; one that reads the picture takes its scale on.
    private func tiles(
        _ convolutions: [Convolution], _ source: (FloatBuffer, MapLayout, FeatureMap),
        _ end: StepEnd
    ) -> PlannedStep {
        let (_, layout, map) = source
        let isPicture = map == builder.input
        var convolutions = convolutions.map(\.inUnits)
        if isPicture {
            convolutions = convolutions.map { builder.picture.folded(into: $0, map.element) }
        }
        let packed = PackedWeights(
            convolutions, source: map, layout: layout,
            units: isPicture ? [] : builder.units(of: map), target: end.map?.element)
        let length = TileStep.length(convolutions[0], pixel: layout.pixel, map.element)
        return .tiles(
            TileStep(
                convolutions[0],
                packed.forTileStep(length: length, losing: builder.learnsRounding),
                source: source, end: end))
    }
}
