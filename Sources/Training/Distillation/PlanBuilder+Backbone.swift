import Compute

extension PlanBuilder {
    /// A backbone's steps on the plan's picture.
    ///
    /// - Parameter backbone: The network.
    /// - Returns: What stages 1 to 3 make, (channels, side / 4, side / 4) and then half the side
    ///   each time; all three can be copied out after a run.
    mutating func backbone(_ backbone: Backbone) -> [FeatureMap] {
        var map = largest(of: convolve(source, [backbone.stem]), under: backbone.window)
        var outputs: [FeatureMap] = []
        for blocks in backbone.stages {
            var inner: (narrow: FeatureMap, middle: FeatureMap)?
            for block in blocks { map = residual(block, of: map, &inner) }
            outputs.append(map)
        }
        return outputs
    }

    /// One block; its sum takes the place of its shortcut.
    ///
    /// - Parameters:
    ///   - block: The block.
    ///   - map: Its input.
    ///   - inner: The maps inside of the stage's blocks but the first, which has other sizes: made
    ///     once, as nobody reads them later.
    /// - Returns: Its output.
    private mutating func residual(
        _ block: ResidualBlock, of map: FeatureMap,
        _ inner: inout (narrow: FeatureMap, middle: FeatureMap)?
    ) -> FeatureMap {
        if let projection = block.projection {
            let middle = convolve(convolve(map, [block.narrow]), [block.middle])
            let shortcut = convolve(map, [projection])
            add(block.wide, over: middle, onto: shortcut)
            return shortcut
        }
        if let inner, inner.narrow.channels == block.narrow.outputs,
            inner.middle.channels == block.middle.outputs
        {
            convolve(map, [block.narrow], into: inner.narrow)
            convolve(inner.narrow, [block.middle], into: inner.middle)
            add(block.wide, over: inner.middle, onto: map)
        } else {
            let narrow = convolve(map, [block.narrow])
            let middle = convolve(narrow, [block.middle])
            add(block.wide, over: middle, onto: map)
            inner = (narrow, middle)
        }
        return map
    }
}
