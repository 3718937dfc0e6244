/// Drawn pictures with the statistics of photographs: leaves of all sizes that cover one another.
///
/// Sizes follow the power law that makes edges at all scales equally likely, which is what natural
/// pictures have in common; colours of one picture lie around a few; each leaf has some grain. They
/// stand in for photographs where there are none.
///
/// - Source: A. Lee, D. Mumford and J. Huang, Occlusion Models for Natural Images, 2001.
enum DeadLeaves {
    private static let smallest = 2.0
    private static let largest = 120.0
    private static let leaves = 900

    /// Draws a picture, (side, side, 3), in 0...255.
    static func drawn(side: Int, _ random: inout SplitMix64) -> [Float] {
        let palette = (0..<4).map { _ in colour(&random) }
        var picture = [Float](repeating: 0, count: 3 * side * side)
        for index in picture.indices { picture[index] = palette[0][index % 3] }
        for _ in 0..<leaves {
            // Inverse of the distribution whose density falls with the third power.
            let share = random.unit()
            let radius = 1 / (1 / smallest * (1 - share) + 1 / largest * share)
            let leaf = Leaf(
                x: random.unit() * Double(side), y: random.unit() * Double(side), radius: radius,
                isRound: random.unit() < 0.7,
                colour: tinted(palette[random.below(palette.count)], &random),
                grain: Float(random.unit() * 25))
            paint(leaf, on: &picture, side: side, &random)
        }
        return picture
    }

    /// A disc or a square.
    private struct Leaf {
        let x: Double
        let y: Double
        let radius: Double
        let isRound: Bool
        let colour: [Float]
        let grain: Float
    }

    private static func paint(
        _ leaf: Leaf, on picture: inout [Float], side: Int, _ random: inout SplitMix64
    ) {
        let rows = range(leaf.y, leaf.radius, side)
        let columns = range(leaf.x, leaf.radius, side)
        for y in rows {
            for x in columns {
                let (across, down) = (Double(x) - leaf.x, Double(y) - leaf.y)
                if leaf.isRound, across * across + down * down > leaf.radius * leaf.radius {
                    continue
                }
                let grain = leaf.grain * Float(random.unit() - 0.5)
                for channel in 0..<3 {
                    picture[3 * (y * side + x) + channel] =
                        min(max(leaf.colour[channel] + grain, 0), 255)
                }
            }
        }
    }

    /// The pixels within a radius of a place, inside the picture.
    private static func range(_ place: Double, _ radius: Double, _ side: Int) -> Range<Int> {
        let first = max(Int(place - radius), 0)
        return first..<max(min(Int(place + radius) + 1, side), first)
    }

    private static func colour(_ random: inout SplitMix64) -> [Float] {
        (0..<3).map { _ in Float(random.unit() * 255) }
    }

    private static func tinted(_ colour: [Float], _ random: inout SplitMix64) -> [Float] {
        let light = Float(random.unit() - 0.5) * 120
        return colour.map { $0 + light + Float(random.unit() - 0.5) * 40 }
    }
}
