import TestSupport
import Testing

@testable import Imaging

@Suite struct HeatMapTests {
    static let side = MapGeometry.side
    static let heat = HeatMap(low: 0.1, high: 1)

    static func map(_ rule: (_ x: Int, _ y: Int) -> Float) -> [Float] {
        (0..<side * side).map { rule($0 % side, $0 / side) }
    }

    static func drawn(_ map: [Float], over picture: borrowing RGBPicture) -> RGBPicture {
        var overlay = RGBPicture()
        heat.draw(map.span, over: picture, into: &overlay)
        return overlay
    }

    @Test func `below the scale the picture shows unchanged, but for the dimmed frame`() {
        let picture = Pictures.formula(256, 256)
        let overlay = Self.drawn(Self.map { x, _ in x % 2 == 0 ? 0.1 : -3 }, over: picture)
        for (x, y) in [(16, 16), (239, 239), (128, 17), (100, 200)] {
            #expect(overlay.pixel(x, y) == picture.pixel(x, y))
        }
        for (x, y) in [(0, 0), (255, 128), (14, 30), (100, 241)] {
            #expect(overlay.pixel(x, y) == picture.pixel(x, y).map { $0 / 2 })
        }
        for (x, y) in [(15, 15), (240, 100), (100, 15), (15, 240)] {
            #expect(overlay.pixel(x, y) == picture.pixel(x, y).map { $0 / 2 + 96 })
        }
    }

    /// The middle of what glows over a black picture.
    static func centre(_ overlay: borrowing RGBPicture) -> (x: Double, y: Double) {
        var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
        let (left, top) = (overlay.width / 16 + 2, overlay.height / 16 + 2)
        for y in top..<overlay.height - top {
            for x in left..<overlay.width - left {
                let light = Double(overlay.pixel(x, y)[0])
                sum += light
                sumX += light * Double(x)
                sumY += light * Double(y)
            }
        }
        return (sumX / sum, sumY / sum)
    }

    @Test(arguments: [(256, 256), (512, 768), (1000, 300)])
    func `a hot cell glows at its place of the padded geometry`(size: (Int, Int)) {
        let map = Self.map { x, y in x == 40 && y == 10 ? 1 : 0 }
        let found = Self.centre(Self.drawn(map, over: RGBPicture(width: size.0, height: size.1)))
        let (scaleX, scaleY) = (Double(size.0) / 256, Double(size.1) / 256)
        #expect(abs(found.x - ((4 * 40 + 18) * scaleX - 0.5)) < 0.6)
        #expect(abs(found.y - ((4 * 10 + 18) * scaleY - 0.5)) < 0.6)
    }

    @Test func `the value between two cells is bilinear, and the edge repeats outwards`() {
        let map = Self.map { x, _ in Float(x) / 55 }
        let overlay = Self.drawn(map, over: RGBPicture(width: 256, height: 256))
        // Pixel 4i + 17 lies 1/8 of a cell before the middle of cell i of the map.
        let exact = (Float(30) - 0.125) / 55
        let strength = (exact - 0.1) / 0.9
        let colour = HeatRamp.colour(strength) * HeatRamp.opacity(strength)
        let pixel = overlay.pixel(4 * 30 + 17, 100)
        for c in 0..<3 { #expect(abs(Float(pixel[c]) - colour[c]) < 2) }
        #expect(overlay.pixel(0, 100) == overlay.pixel(8, 100))
        #expect(overlay.pixel(245, 100) == overlay.pixel(255, 100))
    }

    @Test func `the scale does not follow the picture`() {
        let picture = RGBPicture(width: 256, height: 256)
        let faint = Self.drawn(Self.map { x, _ in x == 20 ? 0.2 : 0 }, over: picture)
        let strong = Self.drawn(Self.map { x, _ in x == 20 ? 0.2 : x == 40 ? 9 : 0 }, over: picture)
        #expect(faint.pixel(97, 128) == strong.pixel(97, 128))
        #expect(strong.pixel(177, 128)[0] > 200)
    }

    @Test(arguments: [(256, 256), (512, 300)])
    func `what a mask leaves out is dimmed and does not glow`(size: (Int, Int)) {
        let picture = Pictures.formula(size.0, size.1)
        let map = Self.map { _, _ in 1 }
        var ignored = [UInt8](repeating: 0, count: 256 * 256)
        for pixel in 0..<128 * 256 { ignored[pixel] = 1 }
        var overlay = RGBPicture()
        Self.heat.draw(map.span, over: picture, ignored: ignored.span, into: &overlay)
        let glowing = Self.drawn(map, over: picture)
        let (x, half) = (size.0 / 3, size.1 / 2)
        for y in [half / 2, half - 1] {
            #expect(overlay.pixel(x, y) == picture.pixel(x, y).map { $0 / 2 })
        }
        for y in [half, half + half / 2] {
            #expect(overlay.pixel(x, y) == glowing.pixel(x, y))
        }
    }

    @Test func `what is no number is not drawn`() {
        let picture = Pictures.formula(256, 256)
        let overlay = Self.drawn(Self.map { _, _ in .nan }, over: picture)
        #expect(overlay.pixel(128, 128) == picture.pixel(128, 128))
    }

    @Test(arguments: [(1, 1), (3, 200), (17, 16)])
    func `tiny pictures are drawn too`(size: (Int, Int)) {
        let picture = RGBPicture(width: size.0, height: size.1)
        #expect(Self.drawn(Self.map { _, _ in 1 }, over: picture).size == picture.size)
    }

    @Test(.enabled(if: countsAllocations)) func `drawing allocates nothing after the first time`() {
        let picture = Pictures.formula(100, 100)
        let map = Self.map { x, y in Float(x * y) / 3000 }
        var overlay = RGBPicture()
        #expect(allocations { Self.heat.draw(map.span, over: picture, into: &overlay) } == 0)
    }
}
