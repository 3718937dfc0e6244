/// Which samples make one sample of a resized row or column, and with which weights.
///
/// Every result has the same number of taps, so the loops need no lengths: where fewer are needed,
/// the others weigh nothing.
///
/// - Source: ALGORITHMS 1.1: Pillow's bilinear resize, antialiased, with a triangle as wide as the
///   result's pixels when it shrinks.
struct ResizeAxis: Sendable, Equatable {
    /// The weights of each result.
    let taps: Int
    /// (results): the first sample of each.
    private(set) var starts: [Int32]
    /// (results, taps): 22 fractional bits.
    private(set) var weights: [Int32]

    /// Plans one axis.
    init(from source: Int, to target: Int) {
        let scale = Double(source) / Double(target)
        let support = max(scale, 1)
        let windows = (0..<target).map { Self.window($0, scale, support, source) }
        taps = windows.map(\.count).max() ?? 0
        starts = []
        weights = []
        for (index, window) in windows.enumerated() {
            let first = min(window.lowerBound, source - taps)
            let centre = (Double(index) + 0.5) * scale
            starts.append(Int32(first))
            weights += repeatElement(0, count: window.lowerBound - first)
            weights += Self.fixedWeights(of: window, centre: centre, support)
            weights += repeatElement(0, count: first + taps - window.upperBound)
        }
    }

    /// The samples that the triangle around result `index` reaches.
    private static func window(
        _ index: Int, _ scale: Double, _ support: Double, _ source: Int
    ) -> Range<Int> {
        let centre = (Double(index) + 0.5) * scale
        let first = max(Int(centre - support + 0.5), 0)
        return first..<min(Int(centre + support + 0.5), source)
    }

    private static func fixedWeights(
        of window: Range<Int>, centre: Double, _ support: Double
    ) -> [Int32] {
        let reciprocal = 1 / support
        let raw = window.map { x in
            max(0, 1 - abs((Double(x) - centre + 0.5) * reciprocal))
        }
        let sum = raw.reduce(0, +)
        return raw.map { Int32($0 / sum * Double(1 << 22) + 0.5) }
    }
}
