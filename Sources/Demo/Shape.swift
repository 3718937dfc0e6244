/// A shape on the plane, as its distance in pixels: negative inside.
enum Shape {
    case rectangle(x: Float, y: Float, halfWidth: Float, halfHeight: Float, radius: Float)
    case circle(x: Float, y: Float, radius: Float)
    case segment(x: Float, y: Float, toX: Float, toY: Float, width: Float)

    func distance(_ px: Float, _ py: Float) -> Float {
        switch self {
            case .rectangle(let x, let y, let halfWidth, let halfHeight, let radius):
                let outX = (px - x).magnitude - halfWidth + radius
                let outY = (py - y).magnitude - halfHeight + radius
                let corner = length(max(outX, 0), max(outY, 0))
                return corner + min(max(outX, outY), 0) - radius
            case .circle(let x, let y, let radius):
                return length(px - x, py - y) - radius
            case .segment(let x, let y, let toX, let toY, let width):
                let (alongX, alongY) = (toX - x, toY - y)
                let square = alongX * alongX + alongY * alongY
                let along = square > 0 ? ((px - x) * alongX + (py - y) * alongY) / square : 0
                let t = min(max(along, 0), 1)
                return length(px - x - t * alongX, py - y - t * alongY) - width / 2
        }
    }

    /// The middle of the shape and how far it reaches from there in either direction.
    var extent: (x: Float, y: Float, halfWidth: Float, halfHeight: Float) {
        switch self {
            case .rectangle(let x, let y, let halfWidth, let halfHeight, _):
                (x, y, halfWidth, halfHeight)
            case .circle(let x, let y, let radius):
                (x, y, radius, radius)
            case .segment(let x, let y, let toX, let toY, let width):
                (
                    (x + toX) / 2, (y + toY) / 2,
                    ((toX - x).magnitude + width) / 2, ((toY - y).magnitude + width) / 2
                )
        }
    }

    /// How much of a pixel the shape covers, 0 to 1, its edge `softness` pixels wide.
    func coverage(_ px: Float, _ py: Float, softness: Float = 1) -> Float {
        min(max(0.5 - distance(px, py) / softness, 0), 1)
    }

    private func length(_ x: Float, _ y: Float) -> Float {
        (x * x + y * y).squareRoot()
    }
}
