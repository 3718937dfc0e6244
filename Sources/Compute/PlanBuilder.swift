/// Describes the steps that lead from a picture to maps; `Plan` makes them ready to run.
public struct PlanBuilder {
    /// A step, and what it reads and writes.
    enum Step {
        case convolution([Convolution], of: FeatureMap, into: FeatureMap)
        case addition(Convolution, of: FeatureMap, onto: FeatureMap)
        case largest(PoolingWindow, of: FeatureMap, into: FeatureMap)
        case resize(of: FeatureMap, into: FeatureMap)
        case distance(Convolution, of: FeatureMap, minus: FeatureMap?, into: Int)
        /// `of` is what the products read, `to` the map itself.
        case nearest(Convolution, of: FeatureMap, to: FeatureMap, into: Int, isFirst: Bool)
        case split(of: FeatureMap, into: FeatureMap)
    }

    /// A distance map that the plan computes.
    public struct DistanceMap: Sendable {
        let index: Int
    }

    /// A mean feature that the plan can tell.
    public struct Feature: Sendable {
        let index: Int
    }

    /// Whether the plan can learn what rounded weights take from its outputs.
    public var learnsRounding = true

    private(set) var steps: [Step] = []
    private(set) var layouts: [MapLayout] = []
    /// What each map consists of.
    private(set) var elements: [Element] = []
    /// Of each map of bytes, what a step of each place of its blocks is worth.
    private(set) var units: [[Float]] = []
    private(set) var distanceCounts: [Int] = []
    private(set) var features: [(Convolution, FeatureMap)] = []
    let picture: PictureScale
    let input: FeatureMap
    /// The numbers that maps and weights consist of; beside maps of bytes those of the rest.
    let element: Element

    /// Begins with a picture of 8-bit RGB samples, which become `sample · scale + shift`.
    ///
    /// In bfloat16 there are convolutions, resizes, distances of convolutions and mean features,
    /// and of a map of floats that a convolution may fill, the nearest vectors; the other steps
    /// stop the program. With int8, the picture is bytes, the convolutions that have units fill
    /// maps of bytes, which only convolutions, resizes, distances and mean features read, and the
    /// rest is `Element.besideBytes`.
    public init(_ picture: PictureScale, _ element: Element = .float32) {
        self.picture = picture
        self.element = element == .int8 ? .besideBytes : element
        input = FeatureMap(
            index: 0, firstBlock: 0, parts: [PictureScale.channels], height: picture.side,
            width: picture.side, element: element)
        layouts = [
            MapLayout(
                height: picture.side, width: picture.side, planes: 1, pixel: element.picturePixel)
        ]
        (elements, units) = ([element], [[]])
    }

    /// The picture as a feature map.
    public var source: FeatureMap { input }

    /// A feature map of these parts, each that many channels.
    ///
    /// - Parameters:
    ///   - parts: Of each part its channels.
    ///   - height: Rows.
    ///   - width: Columns.
    ///   - element: What it consists of, where that is not what the plan does.
    /// - Returns: The map.
    public mutating func map(
        parts: [Int], height: Int, width: Int, element: Element? = nil
    ) -> FeatureMap {
        let element = element ?? self.element
        let map = FeatureMap(
            index: layouts.count, firstBlock: 0, parts: parts, height: height, width: width,
            element: element)
        layouts.append(
            MapLayout(height: height, width: width, planes: map.blocks, pixel: element.block))
        elements.append(element)
        units.append(
            [Float](repeating: 0, count: element == .int8 ? map.blocks * element.block : 0))
        return map
    }

    /// Convolutions of one geometry over the same map, each into one part of a new map.
    public mutating func convolve(
        _ source: FeatureMap, _ convolutions: [Convolution]
    ) -> FeatureMap {
        let shape = convolutions[0].shape(from: source.shape)
        let target = map(
            parts: convolutions.map(\.outputs), height: shape.height, width: shape.width,
            element: convolutions[0].units == nil ? nil : .int8)
        convolve(source, convolutions, into: target)
        return target
    }

    /// Convolutions of one geometry over the same map, each into one part of `target`.
    public mutating func convolve(
        _ source: FeatureMap, _ convolutions: [Convolution], into target: FeatureMap
    ) {
        let first = convolutions[0]
        precondition(
            convolutions.allSatisfy { $0.sharesGeometry(with: first) },
            "convolutions that are done together have one geometry")
        let shape = first.shape(from: source.shape)
        precondition(
            target.parts == convolutions.map(\.outputs) && target.height == shape.height
                && target.width == shape.width, "the target must have the convolutions' shape")
        precondition(
            (target.element == .int8) == (first.units != nil)
                && (first.units == nil || first.rectified)
                && (source.element != .float32 || target.element != .bfloat16),
            "a map of bytes has units and no negatives, and float32 does not make bfloat16")
        admit(first, reading: source)
        steps.append(.convolution(convolutions, of: source, into: target))
        for (index, convolution) in convolutions.enumerated() {
            guard let steps = convolution.units else { continue }
            let first = target.part(index).firstBlock * Element.int8.block
            units[target.index].replaceSubrange(first..<first + steps.count, with: steps)
        }
    }

    /// What a step of each of a map's channels is worth; 1 where it is no map of bytes.
    func units(of map: FeatureMap) -> [Float] {
        guard map.element == .int8 else { return [Float](repeating: 1, count: map.channels) }
        return map.parts.indices.flatMap { index in
            let first = map.part(index).firstBlock * Element.int8.block
            return units[map.index][first..<first + map.parts[index]]
        }
    }

    /// The end of a residual block: a convolution's sums are added to what `target` holds, which is
    /// the block's shortcut, and then rectified if the convolution is.
    ///
    /// Whoever read `target` before reads the sum from then on.
    public mutating func add(
        _ convolution: Convolution, over source: FeatureMap, onto target: FeatureMap
    ) {
        precondition(
            element == .float32 && !convolution.pooled
                && convolution.shape(from: source.shape) == target.shape
                && target.parts.count == 1 && source.index != target.index,
            "a residual block adds maps of one shape")
        admit(convolution, reading: source)
        steps.append(.addition(convolution, of: source, onto: target))
    }

    /// The largest value under each place of a window.
    public mutating func largest(of source: FeatureMap, under window: PoolingWindow) -> FeatureMap {
        precondition(
            element == .float32 && layouts[source.index].pixel == element.block,
            "a picture itself is not pooled")
        let target = map(
            parts: source.parts, height: window.places(in: source.height),
            width: window.places(in: source.width))
        steps.append(.largest(window, of: source, into: target))
        return target
    }

    /// A bilinear change of size, half-pixel centres, no antialiasing.
    public mutating func resize(_ source: FeatureMap, height: Int, width: Int) -> FeatureMap {
        let target = map(
            parts: source.parts, height: height, width: width, element: source.element)
        units[target.index] = units[source.index]
        steps.append(.resize(of: source, into: target))
        return target
    }

    /// The squared distance of a convolution's outputs to a map, or to zero, per pixel, averaged
    /// over the channels; the outputs themselves are never stored.
    public mutating func distance(
        of convolution: Convolution, over source: FeatureMap, minus other: FeatureMap? = nil
    ) -> DistanceMap {
        let shape = convolution.shape(from: source.shape)
        precondition(
            !convolution.pooled && (other == nil || other?.shape == shape),
            "a distance is between maps of one shape")
        admit(convolution, reading: source)
        steps.append(
            .distance(convolution, of: source, minus: other, into: distanceCounts.count))
        distanceCounts.append(shape.plane)
        return DistanceMap(index: distanceCounts.count - 1)
    }

    /// The squared distance of each pixel's channels to the nearest of some vectors, averaged over
    /// the channels.
    ///
    /// - Parameters:
    ///   - vectors: (any number from 1, channels).
    ///   - source: Of one part.
    /// - Returns: The map of distances.
    public mutating func nearest(of vectors: [Float], to source: FeatureMap) -> DistanceMap {
        let channels = source.channels
        precondition(
            source.element == .float32 && source.parts.count == 1 && !vectors.isEmpty
                && vectors.count.isMultiple(of: channels),
            "a memory's vectors have the channels of one map")
        let map = DistanceMap(index: distanceCounts.count)
        distanceCounts.append(source.shape.plane)
        var read = source
        if element == .bfloat16 {
            read = self.map(
                parts: [channels, channels, channels], height: source.height, width: source.width)
            steps.append(.split(of: source, into: read))
        }
        let vectorsAtOnce =
            element == .bfloat16
            ? TileStep.outputsAtOnce(numbers: 3 * channels) : Self.vectorsAtOnce
        for first in stride(from: 0, to: vectors.count / channels, by: vectorsAtOnce) {
            let last = min(first + vectorsAtOnce, vectors.count / channels)
            var products = Convolution(
                productsWith: vectors[first * channels..<last * channels], channels: channels)
            if element == .bfloat16 { products = products.split }
            admit(products, reading: read)
            steps.append(
                .nearest(products, of: read, to: source, into: map.index, isFirst: first == 0))
        }
        return map
    }

    /// The vectors whose products in float32 are worked on together: their weights and sums stay in
    /// the second cache.
    static let vectorsAtOnce = 256

    /// The spatial mean of a linear convolution's outputs, which need not be computed for it.
    public mutating func meanFeature(
        of convolution: Convolution, over source: FeatureMap
    ) -> Feature {
        features.append((convolution, source))
        return Feature(index: features.count - 1)
    }

    /// The steps, the last one first, which the builder then has no more.
    mutating func takeSteps() -> [Step] {
        defer { steps = [] }
        return steps.reversed()
    }

    /// Makes room for a convolution's padding and for all that it reads.
    private mutating func admit(_ convolution: Convolution, reading source: FeatureMap) {
        let shape = convolution.unpooledShape(from: source.shape)
        let isWinograd = isWinograd(convolution, source)
        layouts[source.index].admit(
            padding: convolution.padding, rows: convolution.reach(shape.height, isWinograd),
            columns: convolution.reach(shape.width, isWinograd))
    }

    /// Whether a convolution is done by Winograd's filtering, whose sums need more than bfloat16.
    func isWinograd(_ convolution: Convolution, _ source: FeatureMap) -> Bool {
        source.element == .float32 && layouts[source.index].pixel == FeatureMap.block
            && WinogradStep.suits(convolution, source)
    }
}
