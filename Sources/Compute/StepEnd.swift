import CKernels

/// What becomes of a convolution's sums.
enum StepEnd {
    /// They are stored as a feature map.
    case store(FloatBuffer, MapLayout, FeatureMap)
    /// They are added to what a feature map holds.
    case add(FloatBuffer, MapLayout, FeatureMap)
    /// Their squared distance to a feature map, or to zero, is stored, averaged over `channels`.
    case distance(FloatBuffer, from: (FloatBuffer, MapLayout, FeatureMap)?, channels: Int)
    /// They are the products with a memory's vectors: the distance of a feature map's places to the
    /// nearest of them is stored, or takes the place of a larger one.
    case nearest(FloatBuffer, of: (FloatBuffer, MapLayout, FeatureMap), isFirst: Bool)

    /// The map whose blocks the sums' blocks are in order with, if there is one.
    var map: FeatureMap? {
        switch self {
            case .store(_, _, let map), .add(_, _, let map): map
            case .distance(_, let from, _): from?.2
            case .nearest: nil
        }
    }
}

/// Where a step's sums go, resolved to addresses.
@safe struct StepTarget {
    /// The first float of the output's first row; the buffer's where it is a map of bytes.
    let out: UnsafeMutablePointer<Float>
    /// The first byte of the output's first row, where it is a map of bytes.
    let bytes: UnsafeMutablePointer<UInt8>?
    /// Of a distance: what is taken away first, or what is compared with the vectors.
    let other: UnsafePointer<Float>?
    let planeStep: Int
    let rowStep: Int
    /// Whether the sums are added to what is there.
    let adds: Bool
    /// Nothing when the sums themselves are stored.
    let distance: ckernels_distance_step?
    /// Nothing unless the sums are products with a memory's vectors.
    let nearest: ckernels_nearest_step?

    init(_ end: StepEnd, columns: Int) {
        switch end {
            case .store(let buffer, let layout, let map), .add(let buffer, let layout, let map):
                precondition(
                    buffer.count >= map.element.floats(layout.count),
                    "a map's memory must hold it")
                let start = layout.offset(plane: map.firstBlock, padding: 0)
                let isBytes = map.element == .int8
                unsafe out = isBytes ? buffer.start : buffer.start + start
                unsafe bytes = isBytes ? buffer.bytes + start : nil
                unsafe other = nil
                (planeStep, rowStep) = (layout.planeStep, layout.rowStep)
                if case .add = end { adds = true } else { adds = false }
                (distance, nearest) = (nil, nil)
            case .distance(let buffer, let from, let channels):
                unsafe out = buffer.start
                unsafe bytes = nil
                unsafe other = from.map { buffer, layout, map in
                    unsafe UnsafePointer(
                        buffer.start + layout.offset(plane: map.firstBlock, padding: 0))
                }
                (planeStep, rowStep) = (from?.1.planeStep ?? 0, from?.1.rowStep ?? 0)
                adds = false
                distance = ckernels_distance_step(
                    map_step: columns, scale: 1 / Float(channels))
                nearest = nil
            case .nearest(let buffer, let (vectors, layout, map), let isFirst):
                unsafe out = buffer.start
                unsafe bytes = nil
                unsafe other = UnsafePointer(
                    vectors.start + layout.offset(plane: map.firstBlock, padding: 0))
                (planeStep, rowStep) = (layout.planeStep, layout.rowStep)
                (adds, distance) = (false, nil)
                nearest = ckernels_nearest_step(
                    map_step: columns, planes: map.blocks, scale: 1 / Float(map.channels),
                    first: isFirst)
        }
    }

    /// The output's row `row`.
    func row(_ row: Int) -> UnsafeMutablePointer<Float> {
        unsafe out + row * (distance?.map_step ?? nearest?.map_step ?? rowStep)
    }

    /// Row `row` of a map of bytes.
    func byteRow(_ row: Int) -> UnsafeMutablePointer<UInt8>? {
        unsafe bytes.map { unsafe $0 + row * rowStep }
    }

    /// What is taken away from row `row`.
    func otherRow(_ row: Int) -> UnsafePointer<Float>? {
        unsafe other.map { unsafe $0 + row * rowStep }
    }
}
