/// Mean and deviation of each channel over feature maps that come one after the other.
///
/// Each map is summed in two passes in double precision and merged by the formula of Chan, Golub
/// and LeVeque, so that nothing cancels however many maps there are.
///
/// - Source: ALGORITHMS 3.2; the deviation is unbiased (n - 1), as PUAD's.
struct ChannelStatistics {
    private var mean: [Double]
    private var squares: [Double]
    private var count = 0

    /// Begins with no maps.
    init(channels: Int) {
        mean = Array(repeating: 0, count: channels)
        squares = Array(repeating: 0, count: channels)
    }

    /// Adds one map.
    ///
    /// - Parameter map: (channels, cells).
    mutating func add(_ map: Span<Float>) {
        let cells = map.count / mean.count
        let total = count + cells
        for channel in mean.indices {
            let values = map.extracting(channel * cells..<(channel + 1) * cells)
            var sum = 0.0
            for index in values.indices { sum += Double(values[index]) }
            let own = sum / Double(cells)
            var around = 0.0
            for index in values.indices {
                let distance = Double(values[index]) - own
                around += distance * distance
            }
            let step = own - mean[channel]
            squares[channel] +=
                around + step * step * Double(count) * Double(cells) / Double(total)
            mean[channel] += step * Double(cells) / Double(total)
        }
        count = total
    }

    /// The mean of every channel, (channels).
    var means: [Float] { mean.map(Float.init) }

    /// The deviation of every channel, (channels).
    var deviations: [Float] { squares.map { Float(($0 / Double(count - 1)).squareRoot()) } }
}
