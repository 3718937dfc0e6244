/// The conveyor belt: dark rubber with a woven pattern, dust and wear, repeating every 512 pixels.
enum BeltArtwork {
    static let side = 512

    /// One pixel a word, as in a sprite, all opaque.
    static func pixels() -> [UInt32] {
        let noise = ValueNoise(seed: 13)
        var pixels = [UInt32](repeating: 0, count: side * side)
        for row in 0..<side {
            for column in 0..<side {
                pixels[row * side + column] = word(shade(column, row, noise))
            }
        }
        return pixels
    }

    private static func shade(_ column: Int, _ row: Int, _ noise: ValueNoise) -> Float {
        let weave = (column + row) & 15 < 8 ? (column &- row) & 7 : (column &+ row) & 7
        let grain = noise.lattice(column, row) * 7
        // Slow wear must meet itself at the edge of the tile, so it depends on a triangle wave.
        let wear = noise.value(Float(fold(column)) * 0.03, Float(fold(row)) * 0.03) * 12
        let dust: Float = noise.lattice(column + 7777, row) > 0.9985 ? 34 : 0
        return 30 + Float(weave) * 1.7 + grain + wear + dust
    }

    private static func fold(_ place: Int) -> Int {
        place < side / 2 ? place : side - 1 - place
    }

    private static func word(_ grey: Float) -> UInt32 {
        let value = UInt32(grey)
        return value | value << 8 | min(value + 3, 255) << 16 | 255 << 24
    }
}
