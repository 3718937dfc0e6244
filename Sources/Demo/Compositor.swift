/// Puts sprites into a frame where the part's pose says.
enum Compositor {
    /// Fills the frame with belt, moved as far as the conveyor has come.
    static func lay(
        belt: Span<UInt32>, shiftX: Int, shiftY: Int, into frame: inout MutableSpan<UInt8>
    ) {
        let mask = BeltArtwork.side - 1
        var place = 0
        for row in 0..<DemoLine.side {
            let line = ((row &+ shiftY) & mask) &* BeltArtwork.side
            for column in 0..<DemoLine.side {
                let pixel = belt[line &+ ((column &+ shiftX) & mask)]
                frame[place] = UInt8(truncatingIfNeeded: pixel)
                frame[place &+ 1] = UInt8(truncatingIfNeeded: pixel >> 8)
                frame[place &+ 2] = UInt8(truncatingIfNeeded: pixel >> 16)
                place &+= 3
            }
        }
    }

    /// Draws a sprite with its middle at (x, y) of the part.
    ///
    /// Every pixel of the frame looks back at the sprite, so nothing is missed when it is turned.
    static func draw(
        _ sprite: Sprite, x: Float, y: Float, pose: Pose, into frame: inout MutableSpan<UInt8>
    ) {
        let box = pose.box(x: x, y: y, halfWidth: sprite.halfWidth, halfHeight: sprite.halfHeight)
        let (right, down) = (fixed(pose.cosine), fixed(pose.sine))
        let (width, height) = (sprite.width, sprite.height)
        let pixels = sprite.pixels.span
        for row in box.y..<box.y + box.height {
            let start = pose.onPart(Float(box.x) + 0.5, Float(row) + 0.5)
            var u = fixed(start.x - x + sprite.halfWidth - 0.5)
            var v = fixed(start.y - y + sprite.halfHeight - 0.5)
            var place = (row * DemoLine.side + box.x) * 3
            for _ in 0..<box.width {
                if u >= 0 && v >= 0 && u >> 16 < width - 1 && v >> 16 < height - 1 {
                    blend(Sprite.sample(pixels, width: width, x: u, y: v), into: &frame, place)
                }
                u &+= right
                v &-= down
                place &+= 3
            }
        }
    }

    @inline(__always)
    private static func blend(
        _ pixel: UInt32, into frame: inout MutableSpan<UInt8>, _ place: Int
    ) {
        let alpha = pixel >> 24
        guard alpha > 0 else { return }
        let keep = 256 &- alpha &- (alpha >> 7)
        for channel in 0..<3 {
            let colour = pixel >> UInt32(truncatingIfNeeded: 8 &* channel) & 255
            let below = UInt32(frame[place &+ channel])
            frame[place &+ channel] = UInt8(
                truncatingIfNeeded: min(colour &+ (below &* keep) >> 8, 255))
        }
    }

    /// A number with 16 binary digits after the point.
    private static func fixed(_ value: Float) -> Int {
        Int((value * 65_536).rounded(.down))
    }
}
