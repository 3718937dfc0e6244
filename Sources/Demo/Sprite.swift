/// A small picture with transparency, drawn once at start and placed in every frame.
///
/// A pixel is red, green, blue and alpha in the bytes of one word, lowest first, the colours
/// multiplied by alpha. Coordinates are in pixels from the middle of the sprite.
struct Sprite {
    let width: Int
    let height: Int
    private(set) var pixels: [UInt32]

    /// A transparent sprite.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = [UInt32](repeating: 0, count: width * height)
    }

    var halfWidth: Float { Float(width) / 2 }
    var halfHeight: Float { Float(height) / 2 }

    /// Paints a shape in one colour.
    mutating func fill(
        _ shape: Shape, _ colour: Colour, alpha: Float = 1, softness: Float = 1
    ) {
        paint(shape, alpha: alpha, softness: softness) { _, _ in colour }
    }

    /// Paints a shape with a colour that depends on the place.
    mutating func paint(
        _ shape: Shape, alpha: Float = 1, softness: Float = 1,
        _ colour: (_ x: Float, _ y: Float) -> Colour
    ) {
        let extent = shape.extent
        let rows = reach(extent.y + halfHeight, extent.halfHeight + softness, height)
        let columns = reach(extent.x + halfWidth, extent.halfWidth + softness, width)
        for row in rows {
            let y = Float(row) + 0.5 - halfHeight
            for column in columns {
                let x = Float(column) + 0.5 - halfWidth
                let share = shape.coverage(x, y, softness: softness) * alpha
                if share > 0 { blend(colour(x, y), share, at: row * width + column) }
            }
        }
    }

    /// The rows or columns that a shape touches; the outermost ones stay transparent.
    private func reach(_ middle: Float, _ half: Float, _ size: Int) -> Range<Int> {
        let first = min(max(Int((middle - half).rounded(.down)), 1), size - 1)
        return first..<min(max(Int((middle + half).rounded(.up)), first), size - 1)
    }

    private mutating func blend(_ colour: Colour, _ share: Float, at place: Int) {
        let below = pixels[place]
        let keep = 1 - share
        func channel(_ value: Float, _ shift: UInt32) -> UInt32 {
            let old = Float((below >> shift) & 255)
            let mixed = min(max(value, 0), 255) * share + old * keep
            return UInt32(min(mixed + 0.5, 255)) << shift
        }
        pixels[place] =
            channel(colour.red, 0) | channel(colour.green, 8) | channel(colour.blue, 16)
            | channel(255, 24)
    }

    /// The pixel between four, a fixed-point place of 16 binary digits, with 8-bit weights.
    ///
    /// Two bytes are blended in one product: there is room for them side by side.
    @inline(__always)
    static func sample(_ pixels: Span<UInt32>, width: Int, x: Int, y: Int) -> UInt32 {
        let place = (y >> 16) &* width &+ (x >> 16)
        let right = UInt32(truncatingIfNeeded: (x >> 8) & 255)
        let down = UInt32(truncatingIfNeeded: (y >> 8) & 255)
        let top = blend(pixels[place], pixels[place &+ 1], right)
        let bottom = blend(pixels[place &+ width], pixels[place &+ width &+ 1], right)
        return blend(top, bottom, down)
    }

    @inline(__always)
    private static func blend(_ a: UInt32, _ b: UInt32, _ share: UInt32) -> UInt32 {
        let mask: UInt32 = 0x00FF_00FF
        let keep = 256 &- share
        let low = ((a & mask) &* keep &+ (b & mask) &* share) >> 8 & mask
        let high = (a >> 8 & mask) &* keep &+ (b >> 8 & mask) &* share
        return low | high & 0xFF00_FF00
    }
}
