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

    /// A map in a layout that somebody else has chosen.
    init(_ map: FeatureMap, _ layout: MapLayout) {
        self.map = map
        self.layout = layout
        buffer = FloatBuffer(count: layout.count)
    }

    /// What steps take.
    var place: (FloatBuffer, MapLayout, FeatureMap) { (buffer, layout, map) }

    /// The first float of a plane, `padding` before its first row and column.
    func plane(_ plane: Int, padding: Int = 0) -> UnsafeMutablePointer<Float> {
        unsafe buffer.start + layout.offset(plane: plane, padding: padding)
    }
}
