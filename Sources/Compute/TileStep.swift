import CKernels

/// A convolution of bfloat16 or bytes: every pixel times all weights, in tiles of 16 pixels and 16
/// outputs.
///
/// Each part is a band of output rows. As long as all weights stay in the second cache, a pair of
/// tiles meets all of them, and its sums are ended while they are in the first. Otherwise the
/// weights of a few planes meet the whole band before the next ones come.
///
/// Where the kernel moves by single pixels, the rows are one line: the pixels between the end of a
/// row and the beginning of the next are computed like the others and left out at the end, so that
/// no row ends with a tile that is nearly empty.
@safe struct TileStep {
    /// Bands.
    let parts: Int
    /// What a member needs for the sums of a band.
    let scratchCount: Int

    /// The outputs that rounding takes something from, (outputBlocks · 16), or none.
    let correctable: Int

    private let input: (FloatBuffer, MapLayout, FeatureMap)
    /// What rounding has taken from the weights, (outputBlocks · 16, input channels), or nothing.
    private let losses: [Float]
    private let source: Source
    private let weights: FloatBuffer
    private let scale: FloatBuffer?
    private let bias: FloatBuffer
    private let target: Target
    /// Before pooling; rows and columns that pooling drops are left out.
    private let rows: Int
    private let bandRows: Int
    /// Whether sums are ended before they leave the first cache.
    private let isFused: Bool
    /// Whether the rows of a band are one line.
    private let isJoined: Bool
    /// The pixels from the beginning of one row to that of the next.
    private let line: Int
    /// Where it is told which sums are positive.
    private let signs: SignMap?
    private let product: ckernels_tile_step
    private let store: ckernels_store_step

    /// What is read, resolved to the address of the first number.
    @safe private enum Source {
        case halves(UnsafePointer<UInt16>)
        case bytes(UnsafePointer<UInt8>)

        /// So many numbers further.
        func advanced(by count: Int) -> Source {
            switch self {
                case .halves(let start): unsafe .halves(start + count)
                case .bytes(let start): unsafe .bytes(start + count)
            }
        }
    }

    /// Where the sums go, resolved to addresses.
    @safe private enum Target {
        case halves(UnsafeMutablePointer<UInt16>)
        case bytes(UnsafeMutablePointer<UInt8>)
        case floats(UnsafeMutablePointer<Float>)
        case distance(
            UnsafeMutablePointer<Float>, from: UnsafePointer<UInt16>?, ckernels_distance_step)
        case floatDistance(
            UnsafeMutablePointer<Float>, from: UnsafePointer<Float>, ckernels_distance_step)
        case nearest(
            UnsafeMutablePointer<Float>, of: UnsafePointer<Float>, ckernels_nearest_step)
    }

    /// The pixels of a tile.
    private static let tile = 16
    /// The pixels of a band, unless a pair of rows has more.
    private static let bandPixels = 512
    /// The weights that stay in the second cache, in bytes: 1.25 MiB.
    private static let residentWeights = 5 << 18
    /// The weights of a block that stay in the first cache, beside another's, in bytes: 16 KiB.
    private static let passingWeights = 1 << 14
    /// The largest step of a kernel.
    private static let largestStride = 4

    /// The floats behind a map that the last tile reads.
    static let overread = tile * largestStride * FeatureMap.block

    /// The numbers of a row of a kernel, filled up to what a tile takes.
    static func length(_ convolution: Convolution, pixel: Int, _ element: Element) -> Int {
        (convolution.kernel * pixel + element.block - 1) / element.block * element.block
    }

    /// Plans a convolution of `source` whose weights are laid out for tiles.
    ///
    /// - Parameters:
    ///   - convolution: Its geometry.
    ///   - packed: Its weights.
    ///   - source: What it reads.
    ///   - end: What becomes of the sums.
    ///   - signs: Of a pooled convolution that fills a map of bfloat16: is told which sums are
    ///     positive.
    init(
        _ convolution: Convolution, _ packed: StepWeights,
        source: (FloatBuffer, MapLayout, FeatureMap), end: StepEnd, signs: SignMap? = nil
    ) {
        self.signs = signs
        let (buffer, layout, map) = source
        input = source
        losses = packed.losses
        correctable = packed.isRounded ? packed.outputBlocks * FeatureMap.block : 0
        scale = packed.scale
        precondition(
            convolution.stride <= Self.largestStride, "a map has room for readers of step 4")
        let unpooled = convolution.unpooledShape(from: map.shape)
        let pair = convolution.pooled ? 2 : 1
        let columns = unpooled.width / pair * pair
        rows = unpooled.height / pair * pair
        let isPicture = layout.pixel != map.element.block
        let planes = isPicture ? 1 : map.blocks
        // A place of the picture may have several rows of a kernel.
        let rowsAtOnce = isPicture ? map.element.pictureRows : 1
        let kernelRows = (convolution.kernel + rowsAtOnce - 1) / rowsAtOnce
        let length = Self.length(convolution, pixel: layout.pixel, map.element)
        let plane = kernelRows * length * FeatureMap.block
        let planeBytes = plane * map.element.bytes
        isJoined = convolution.stride == 1
        isFused =
            packed.outputBlocks * planes * planeBytes <= Self.residentWeights
            && Self.canFuse(end)
        line = isJoined ? layout.rowStep / layout.pixel : Self.whole(columns)
        bandRows = min(max(Self.bandPixels / line / pair, 1) * pair, rows)
        parts = (rows + bandRows - 1) / bandRows
        let sumsStep = (isFused ? 2 * Self.tile : Self.whole(bandRows * line)) * FeatureMap.block
        scratchCount = isFused ? 0 : packed.outputBlocks * sumsStep
        let start = layout.offset(plane: map.firstBlock, padding: convolution.padding)
        self.source =
            map.element == .int8
            ? unsafe .bytes(UnsafePointer(buffer.bytes + start))
            : unsafe .halves(UnsafePointer(buffer.bfloats + start))
        weights = packed.weights
        bias = packed.bias
        let pixelStep = convolution.stride * layout.pixel
        let lineStep = convolution.stride * layout.rowStep
        let tileStep = Self.tile * pixelStep
        let isPaired = isFused && convolution.pooled
        let group = max(Self.passingWeights / planeBytes, 1)
        product = ckernels_tile_step(
            tiles: 2, line_step: lineStep, pixel_step: pixelStep,
            tile_step: isPaired ? lineStep : tileStep,
            pair_step: isPaired ? tileStep : 2 * tileStep, planes: planes,
            plane_step: layout.planeStep, rows: kernelRows,
            row_step: rowsAtOnce * layout.rowStep,
            length: length, group: group, blocks: packed.outputBlocks, out_step: sumsStep,
            weights_step: planes * plane, weights_gap: 0, adds: false)
        let (planeStep, rowStep): (Int, Int)
        (target, planeStep, rowStep) = Self.target(end, columns: columns)
        store = ckernels_store_step(
            blocks: packed.outputBlocks, lanes: packed.lanes, rows: 0, columns: columns,
            sums_step: sumsStep, sums_row: line * FeatureMap.block, plane_step: planeStep,
            row_step: rowStep, rectified: convolution.rectified, pooled: convolution.pooled)
    }

    /// Whether there is a kernel that ends the sums at once.
    private static func canFuse(_ end: StepEnd) -> Bool {
        switch end {
            case .store(_, _, let map): map.element != .float32
            case .nearest: true
            case .add, .distance: false
        }
    }

    /// How many outputs of so many inputs have weights that stay in the second cache, in whole
    /// blocks, where the kernel is of one place and the sums do not leave the first.
    static func outputsAtOnce(numbers: Int) -> Int {
        let block = Element.bfloat16.block
        let bytes = (numbers + block - 1) / block * block * Element.bfloat16.bytes
        return max(residentWeights / 2 / bytes / tile, 1) * tile
    }

    /// The mean of each input channel as it is now; none where nothing is lost.
    func inputMeans() -> [Double] {
        guard correctable > 0 else { return [] }
        precondition(!losses.isEmpty, "a plan that is to learn what rounding takes says so")
        let (buffer, layout, map) = input
        let block = FeatureMap.block
        let halves = map.element.block / block
        var means: [Double] = []
        for (part, channels) in map.parts.enumerated() {
            let first = map.part(part).firstBlock
            var ofPart = [Double](repeating: 0, count: (channels + block - 1) / block * block)
            for half in 0..<ofPart.count / block {
                let place = layout.offset(plane: first + half / halves, padding: 0)
                let from = place + half % halves * block
                unsafe ofPart.withUnsafeMutableBufferPointer { means in
                    guard let first = means.baseAddress else { return }
                    let start = unsafe first + half * block
                    if map.element == .int8 {
                        unsafe ckernels_int8_window_means(
                            start, buffer.bytes + from, 1, map.height, map.width, layout.rowStep)
                    } else {
                        unsafe ckernels_bf16_window_means(
                            start, buffer.bfloats + from, 1, map.height, map.width, layout.rowStep)
                    }
                }
            }
            means += ofPart.prefix(channels)
        }
        return means
    }

    /// What rounding takes from every output for an input of these means, (`correctable`).
    func corrections(for means: [Double]) -> [Float] {
        (0..<correctable).map { output in
            Float(
                means.indices.reduce(0) {
                    $0 + means[$1] * Double(losses[output * means.count + $1])
                })
        }
    }

    /// Gives that back to the outputs.
    func compensate(by corrections: ArraySlice<Float>) {
        for (output, correction) in corrections.enumerated() {
            unsafe bias.start[output] += correction
        }
    }

    /// So many pixels, filled up to whole tiles.
    private static func whole(_ pixels: Int) -> Int { (pixels + tile - 1) / tile * tile }

    private static func target(_ end: StepEnd, columns: Int) -> (Target, Int, Int) {
        switch end {
            case .store(let buffer, let layout, let map):
                let start = layout.offset(plane: map.firstBlock, padding: 0)
                let target: Target =
                    switch map.element {
                        case .int8: unsafe .bytes(buffer.bytes + start)
                        case .bfloat16: unsafe .halves(buffer.bfloats + start)
                        case .float32: unsafe .floats(buffer.start + start)
                    }
                return (target, layout.planeStep, layout.rowStep)
            case .distance(let buffer, let from, let channels):
                let step = ckernels_distance_step(map_step: columns, scale: 1 / Float(channels))
                guard let (other, layout, map) = from else {
                    return unsafe (.distance(buffer.start, from: nil, step), 0, 0)
                }
                let start = layout.offset(plane: map.firstBlock, padding: 0)
                let target: Target =
                    switch map.element {
                        case .bfloat16:
                            unsafe .distance(
                                buffer.start, from: UnsafePointer(other.bfloats + start), step)
                        case .float32:
                            unsafe .floatDistance(
                                buffer.start, from: UnsafePointer(other.start + start), step)
                        case .int8: preconditionFailure("a distance is to a map of fractions")
                    }
                return (target, layout.planeStep, layout.rowStep)
            case .nearest(let buffer, let (vectors, layout, map), let isFirst):
                let step = ckernels_nearest_step(
                    map_step: columns, planes: map.blocks, scale: 1 / Float(map.channels),
                    first: isFirst)
                let of = unsafe vectors.start + layout.offset(plane: map.firstBlock, padding: 0)
                return unsafe (
                    .nearest(buffer.start, of: UnsafePointer(of), step), layout.planeStep,
                    layout.rowStep
                )
            case .add: preconditionFailure("`PlanBuilder` adds maps of float32 only")
        }
    }

    /// Computes one band.
    func work(_ part: Int, scratch: UnsafeMutablePointer<Float>) {
        let first = part * bandRows
        var store = store
        store.rows = min(bandRows, rows - first)
        let from = source.advanced(by: first * product.line_step)
        let place = (store.pooled ? first / 2 : first) * store.row_step
        if !isFused { unsafe multiply(from, rows: store.rows, sums: scratch) }
        switch target {
            case .halves(let out) where isFused:
                unsafe convolve(from, into: out + place, &store, signs: signs?.from(row: first))
            case .halves(let out):
                unsafe ckernels_bf16_store(out + place, scratch, bias.start, &store)
                if var signs = unsafe signs?.from(row: first) {
                    unsafe ckernels_signs(&signs, scratch, bias.start, &store)
                }
            case .bytes(let out) where isFused: unsafe convolve(from, into: out + place, &store)
            case .bytes(let out):
                unsafe ckernels_int8_store(out + place, scratch, bias.start, &store)
            case .floats(let out):
                unsafe ckernels_store(out + place, scratch, bias.start, &store)
            case .distance(let out, let other, var distance):
                unsafe ckernels_bf16_distance(
                    out + first * distance.map_step, scratch, bias.start,
                    other.map { unsafe $0 + place }, &store, &distance)
            case .floatDistance(let out, let other, var distance):
                unsafe ckernels_distance(
                    out + first * distance.map_step, scratch, bias.start, other + place, &store,
                    &distance)
            case .nearest(let out, let vectors, var nearest) where isFused:
                guard case .halves(let from) = from else {
                    preconditionFailure("a memory's products are of two parts of floats")
                }
                var product = product
                unsafe ckernels_bf16_nearest(
                    out + first * nearest.map_step, from, weights.bfloats, bias.start,
                    vectors + place, &product, &store, &nearest)
            case .nearest(let out, let vectors, var nearest):
                unsafe ckernels_nearest(
                    out + first * nearest.map_step, scratch, bias.start, vectors + place, &store,
                    &nearest)
        }
    }

    private func convolve(
        _ from: Source, into out: UnsafeMutablePointer<UInt16>, _ store: inout ckernels_store_step,
        signs: ckernels_sign_map?
    ) {
        var product = product
        switch from {
            case .halves(let from):
                guard var signs = unsafe signs else {
                    unsafe ckernels_bf16_convolve(
                        out, from, weights.bfloats, bias.start, &product, &store)
                    return
                }
                unsafe ckernels_bf16_convolve_signs(
                    out, &signs, from, weights.bfloats, bias.start, &product, &store)
            case .bytes(let from):
                guard let scale else { preconditionFailure("weights of bytes have a scale") }
                unsafe ckernels_int8_convolve_bf16(
                    out, from, weights.bytes, scale.start, bias.start, &product, &store)
        }
    }

    private func convolve(
        _ from: Source, into out: UnsafeMutablePointer<UInt8>, _ store: inout ckernels_store_step
    ) {
        var product = product
        switch from {
            case .halves(let from):
                unsafe ckernels_bf16_convolve_int8(
                    out, from, weights.bfloats, bias.start, &product, &store)
            case .bytes(let from):
                guard let scale else { preconditionFailure("weights of bytes have a scale") }
                unsafe ckernels_int8_convolve(
                    out, from, weights.bytes, scale.start, bias.start, &product, &store)
        }
    }

    /// The sums of some rows, one after the other.
    private func multiply(_ from: Source, rows: Int, sums: UnsafeMutablePointer<Float>) {
        var product = product
        let pixels = isJoined ? (rows - 1) * line + store.columns : store.columns
        product.tiles = Self.whole(pixels) / Self.tile
        for row in 0..<(isJoined ? 1 : rows) {
            let sums = unsafe sums + row * store.sums_row
            switch from.advanced(by: row * product.line_step) {
                case .halves(let from):
                    unsafe ckernels_bf16_product(sums, from, weights.bfloats, &product)
                case .bytes(let from):
                    guard let scale else { preconditionFailure("weights of bytes have a scale") }
                    unsafe ckernels_int8_product(
                        sums, from, weights.bytes, scale.start, &product)
            }
        }
    }
}
