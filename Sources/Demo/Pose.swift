/// Where the part lies in the frame and how the light falls, drawn anew for every frame.
struct Pose {
    /// The middle of the part, in pixels of the frame.
    let x: Float
    let y: Float

    /// The turn of the part; small, so that short polynomials are exact enough.
    let cosine: Float
    let sine: Float

    init(_ random: inout RandomSource) {
        x = Float(DemoLine.side) / 2 + random.between(-7, 7)
        y = Float(DemoLine.side) / 2 + random.between(-5, 5)
        let angle = random.between(-0.026, 0.026)
        cosine = 1 - angle * angle / 2
        sine = angle - angle * angle * angle / 6
    }

    /// The place in the frame of a point of the part.
    func inFrame(_ partX: Float, _ partY: Float) -> (x: Float, y: Float) {
        (x + cosine * partX - sine * partY, y + sine * partX + cosine * partY)
    }

    /// The point of the part under a place in the frame.
    func onPart(_ frameX: Float, _ frameY: Float) -> (x: Float, y: Float) {
        let (right, down) = (frameX - x, frameY - y)
        return (cosine * right + sine * down, cosine * down - sine * right)
    }

    /// The pixels of the frame that a rectangle of the part can touch.
    func box(x partX: Float, y partY: Float, halfWidth: Float, halfHeight: Float) -> PixelBox {
        let middle = inFrame(partX, partY)
        let across = halfWidth + sine.magnitude * halfHeight + 1
        let down = halfHeight + sine.magnitude * halfWidth + 1
        return PixelBox(
            left: middle.x - across, top: middle.y - down, right: middle.x + across,
            bottom: middle.y + down)
    }
}
