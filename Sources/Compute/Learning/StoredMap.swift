import CKernels

/// A feature map with its memory, as networks that learn keep it.
@safe final class StoredMap {
    let map: FeatureMap
    let layout: MapLayout
    let buffer: FloatBuffer

    /// Takes memory, all zero, with room for what `reader` reads beyond the map.
    init(_ shape: Shape, pixel: Int = FeatureMap.block, readBy reader: Convolution? = nil) {
        map = FeatureMap(
            index: 0, firstBlock: 0, parts: [shape.channels], height: shape.height,
            width: shape.width)
        var layout = MapLayout(
            height: shape.height, width: shape.width,
            planes: pixel == FeatureMap.block ? map.blocks : 1, pixel: pixel)
        if let reader {
            let output = reader.unpooledShape(from: shape)
            let isWinograd = pixel == FeatureMap.block && WinogradStep.suits(reader, map)
            layout.admit(
                padding: reader.padding, rows: reader.reach(output.height, isWinograd),
                columns: reader.reach(output.width, isWinograd))
        }
        self.layout = layout
        buffer = FloatBuffer(count: layout.count)
    }

    /// Takes memory for a picture of sums of two numbers of bfloat16, read in tiles by `reader`.
    init(pictureOf side: Int, readBy reader: Convolution) {
        var map = FeatureMap(
            index: 0, firstBlock: 0, parts: [PictureScale.channels], height: side, width: side)
        map.element = .bfloat16
        self.map = map
        let layout = MapLayout(
            height: side, width: side, planes: 1, pixel: map.element.picturePixel)
        precondition(reader.padding == 0, "a picture that is read in tiles has no border")
        self.layout = layout
        buffer = FloatBuffer(count: map.element.floats(layout.count) + TileStep.overread)
    }

    /// Takes memory for a map of bfloat16 of one part, with room for what `reader`, a convolution
    /// in tiles, reads beyond it.
    init(rounded shape: Shape, readBy reader: Convolution) {
        let map = FeatureMap(
            index: 0, firstBlock: 0, parts: [shape.channels], height: shape.height,
            width: shape.width, element: .bfloat16)
        self.map = map
        var layout = MapLayout(
            height: map.height, width: map.width, planes: map.blocks, pixel: map.element.block)
        let output = reader.unpooledShape(from: map.shape)
        layout.admit(
            padding: reader.padding, rows: reader.reach(output.height, false),
            columns: reader.reach(output.width, false))
        self.layout = layout
        buffer = FloatBuffer(count: map.element.floats(layout.count) + TileStep.overread)
    }

    /// A map in a layout that somebody else has chosen.
    init(_ map: FeatureMap, _ layout: MapLayout) {
        self.map = map
        self.layout = layout
        buffer = FloatBuffer(
            count: map.element == .float32
                ? layout.count : map.element.floats(layout.count) + TileStep.overread)
    }

    /// Whether a place has a picture's numbers and not those of a block.
    var isPicture: Bool { layout.pixel != map.element.block }

    /// Blocks of 16 channels, whatever the map consists of.
    var blocks: Int { FeatureMap.blocks(of: map.channels) }

    /// What steps take.
    var place: (FloatBuffer, MapLayout, FeatureMap) { (buffer, layout, map) }

    /// The first float of a plane, `padding` before its first row and column.
    func plane(_ plane: Int, padding: Int = 0) -> UnsafeMutablePointer<Float> {
        unsafe buffer.start + layout.offset(plane: plane, padding: padding)
    }

    /// The first number of a block of 16 channels of a map of bfloat16, `padding` before its first
    /// row and column.
    func half(_ block: Int, padding: Int = 0) -> UnsafeMutablePointer<UInt16> {
        let halves = map.element.block / FeatureMap.block
        let place = layout.offset(plane: block / halves, padding: padding)
        return unsafe buffer.bfloats + place + block % halves * FeatureMap.block
    }

    /// The first number of a block of 16 channels of any map.
    func start(_ block: Int) -> UnsafeMutableRawPointer {
        unsafe map.element == .bfloat16
            ? UnsafeMutableRawPointer(half(block)) : UnsafeMutableRawPointer(plane(block))
    }

    /// Takes one block of 16 channels of the map that this is a rounded copy of.
    func round(_ block: Int, of original: StoredMap) {
        var step = ckernels_split_step(
            rows: map.height, columns: map.width, in_row_step: original.layout.rowStep,
            out_row_step: layout.rowStep)
        unsafe ckernels_bf16_rounded(half(block), original.plane(block), &step)
    }
}
