/// Draws anomaly maps over pictures for a person to read.
///
/// The scale is fixed: the same value has the same colour in every picture. A scale that followed
/// each picture's own largest value would make every good part glow somewhere.
///
/// - Source: ALGORITHMS 4, recommended variant: the map is placed at offset 4 in a (64, 64) grid,
///   its edge is repeated outwards, and the grid is resized bilinearly, align_corners false.
public struct HeatMap: Sendable {
    /// The cells of the grid that spans the whole picture.
    private static let grid = 64
    /// The grid's cells before the map's first.
    private static let offset = 4

    /// Steps of the scale between `low` and `high`.
    private static let steps = 255

    /// A value up to which the picture shows through unchanged.
    public let low: Float
    /// A value from which on the colour is the brightest.
    public let high: Float
    /// The paint of each step.
    private let paints: [HeatRamp.Paint]

    /// Fixes the scale.
    ///
    /// - Parameters:
    ///   - low: Up to here nothing is drawn; what good parts reach.
    ///   - high: From here on the colour is the brightest; larger than `low`.
    public init(low: Float, high: Float) {
        precondition(low < high, "a scale goes up")
        self.low = low
        self.high = high
        paints = (0...Self.steps).map { HeatRamp.paint(Float($0) / Float(Self.steps)) }
    }

    /// Draws one map over the picture of its region.
    ///
    /// The outermost sixteenth of each side, which is not inspected, is dimmed behind a thin line.
    /// What a mask leaves out is dimmed too, and nothing glows there.
    ///
    /// - Parameters:
    ///   - map: (56, 56), normalised and combined; what is no number is not drawn.
    ///   - picture: The region at any resolution.
    ///   - ignored: (256, 256): 1 where the picture is not inspected; empty when all of it is.
    ///   - overlay: Gets the picture's size; every sample is written.
    /// - Note: Allocates nothing when the overlay was as large before.
    public func draw(
        _ map: Span<Float>, over picture: borrowing RGBPicture, ignored: Span<UInt8> = Span(),
        into overlay: inout RGBPicture
    ) {
        let side = Preprocessor.side
        precondition(ignored.isEmpty || ignored.count == side * side, "a mask is 256x256")
        precondition(map.count == MapGeometry.side * MapGeometry.side, "a map has 56x56 cells")
        overlay.reshape(width: picture.width, height: picture.height)
        let source = picture.bytes
        var target = overlay.mutableBytes
        let border = Border(picture.size)
        for y in 0..<picture.height {
            let row = Self.place(y, of: picture.height)
            for x in 0..<picture.width {
                let column = Self.place(x, of: picture.width)
                let isIgnored =
                    !ignored.isEmpty
                    && ignored[y * side / picture.height * side + x * side / picture.width] != 0
                let paint = paints[isIgnored ? 0 : step(Self.value(of: map, row, column))]
                let at = 3 * (y * picture.width + x)
                let below = SIMD3<Int32>(
                    Int32(source[at]), Int32(source[at + 1]), Int32(source[at + 2]))
                let shade = isIgnored ? .outside : border.shade(x: x, y: y)
                let seen = shade.of(paint.over(below))
                target[at] = UInt8(truncatingIfNeeded: seen.x)
                target[at + 1] = UInt8(truncatingIfNeeded: seen.y)
                target[at + 2] = UInt8(truncatingIfNeeded: seen.z)
            }
        }
    }

    /// Two cells of the map and the share of the second.
    private typealias Place = (first: Int, second: Int, share: Float)

    /// Where pixel `index` of `length` lies on the grid, in cells of the map.
    private static func place(_ index: Int, of length: Int) -> Place {
        let exact = (Float(index) + 0.5) * Float(grid) / Float(length) - 0.5
        let source = exact > 0 ? exact : 0
        let first = Int(source)
        let last = MapGeometry.side - 1
        let inside = min(max(first - offset, 0), last)
        let next = min(max(min(first + 1, grid - 1) - offset, 0), last)
        return (inside, next, source - Float(first))
    }

    private static func value(of map: Span<Float>, _ row: Place, _ column: Place) -> Float {
        let upper = row.first * MapGeometry.side
        let lower = row.second * MapGeometry.side
        let left =
            map[upper + column.first] * (1 - row.share) + map[lower + column.first] * row.share
        let right =
            map[upper + column.second] * (1 - row.share) + map[lower + column.second] * row.share
        return left * (1 - column.share) + right * column.share
    }

    /// The step of a value on the scale; 0 for what is no number.
    private func step(_ value: Float) -> Int {
        let share = (value - low) / (high - low)
        return share > 0 ? Int(min(share, 1) * Float(Self.steps) + 0.5) : 0
    }
}

/// The part of a picture around the inspected one.
private struct Border {
    /// What becomes of a colour.
    enum Shade {
        /// Inspected: as it is.
        case inside
        /// The line just outside the inspected part: dimmed and whitened.
        case line
        /// Not inspected: dimmed.
        case outside

        /// A colour in this shade.
        func of(_ colour: SIMD3<Int32>) -> SIMD3<Int32> {
            switch self {
                case .inside: colour
                case .line: colour &>> 1 &+ 96
                case .outside: colour &>> 1
            }
        }
    }

    private let inside: (x: Range<Int>, y: Range<Int>)
    private let line: (x: Range<Int>, y: Range<Int>)

    init(_ size: PictureSize) {
        let (left, top) = (size.width / 16, size.height / 16)
        let width = max(min(size.width, size.height) / 512, 1)
        inside = (left..<size.width - left, top..<size.height - top)
        line = (
            left - width..<size.width - left + width, top - width..<size.height - top + width
        )
    }

    func shade(x: Int, y: Int) -> Shade {
        if inside.x.contains(x), inside.y.contains(y) { return .inside }
        return line.x.contains(x) && line.y.contains(y) ? .line : .outside
    }
}
