import CKernels

/// A dense feature map in blocks: (blocks, cells, 16), channels beyond the last are zero.
@safe public final class BlockMap {
    /// Channels that count.
    public let channels: Int
    /// Places.
    public let cells: Int
    private let buffer: FloatBuffer

    /// A map of zeros.
    public init(channels: Int, cells: Int) {
        self.channels = channels
        self.cells = cells
        buffer = FloatBuffer(count: FeatureMap.blocks(of: channels) * cells * FeatureMap.block)
    }

    /// A network's map, which has no border.
    init(_ stored: StoredMap) {
        channels = stored.map.channels
        cells = stored.map.shape.plane
        buffer = stored.buffer
        precondition(
            buffer.count == stored.map.blocks * cells * FeatureMap.block,
            "the last map of a network has no border")
    }

    /// Row `row` of all blocks' rows, each of `length` floats.
    func row(_ row: Int, length: Int) -> UnsafeMutablePointer<Float> {
        unsafe buffer.start + row * length
    }

    /// All elements, those of missing channels included.
    var count: Int { buffer.count }

    /// The elements that count.
    public var elements: Int { channels * cells }

    /// (channels, cells).
    public var values: [Float] {
        get {
            var values = [Float](repeating: 0, count: elements)
            forEach { index, place in unsafe values[index] = buffer.start[place] }
            return values
        }
        set {
            precondition(newValue.count == elements, "a map keeps its shape")
            forEach { index, place in unsafe buffer.start[place] = newValue[index] }
        }
    }

    private func forEach(_ body: (_ index: Int, _ place: Int) -> Void) {
        let block = FeatureMap.block
        for channel in 0..<channels {
            let plane = channel / block * cells * block + channel % block
            for cell in 0..<cells { body(channel * cells + cell, plane + cell * block) }
        }
    }

    // MARK: Losses

    /// Makes this the gradient of `weight` times the mean squared difference of two maps, for the
    /// first of them: 2 · weight · (a - b) / elements.
    ///
    /// - Parameters:
    ///   - a: What learns.
    ///   - b: What it should be; `nil`: zero.
    ///   - weight: Of the loss.
    ///   - adds: To the gradient that is there, instead of taking its place.
    /// - Returns: The mean squared difference.
    public func setSquaredError(
        _ a: BlockMap, _ b: BlockMap?, weight: Float = 1, adds: Bool = false
    ) -> Double {
        precondition(a.count == count && (b?.count ?? count) == count, "maps of one shape")
        let scale = 2 * weight / Float(elements)
        let sum = unsafe ckernels_squared_error(
            buffer.start, a.buffer.start, b?.buffer.start, count, scale, adds)
        return sum / Double(elements)
    }

    /// Makes this the gradient of the mean of the largest squared differences of two maps, those
    /// from their `quantile` on, for the first of them.
    ///
    /// - Returns: That mean.
    /// - Source: EfficientAD (Batzner et al., WACV 2024), the hard feature loss, quantile 0.999.
    public func setHardError(_ a: BlockMap, _ b: BlockMap, quantile: Double) -> Double {
        precondition(a.count == count && b.count == count, "maps of one shape")
        let least = squareQuantile(quantile, a, b)
        var kept = 0
        _ = unsafe ckernels_hard_error(
            buffer.start, a.buffer.start, b.buffer.start, count, 0, least, &kept)
        let sum = unsafe ckernels_hard_error(
            buffer.start, a.buffer.start, b.buffer.start, count, 2 / Float(kept), least, &kept)
        return sum / Double(kept)
    }

    /// A quantile of the squared differences of two maps, with linear interpolation as torch's.
    ///
    /// The squares take this map's place. Those of missing channels are zeros, and so the first.
    private func squareQuantile(_ quantile: Double, _ a: BlockMap, _ b: BlockMap) -> Float {
        for place in 0..<count {
            let difference = unsafe a.buffer.start[place] - b.buffer.start[place]
            unsafe buffer.start[place] = difference * difference
        }
        let height = quantile * Double(elements - 1)
        let low = Int(height)
        let (missing, high) = (count - elements, min(low + 1, elements - 1))
        let first = unsafe ckernels_ordered(buffer.start, count, missing + low)
        let second = unsafe ckernels_ordered(buffer.start, count, missing + high)
        return Float(Double(first) + (height - Double(low)) * Double(second - first))
    }
}
