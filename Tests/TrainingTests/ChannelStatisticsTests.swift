import Testing

@testable import Training

@Suite struct ChannelStatisticsTests {
    @Test func `maps one after the other give what all values together give`() {
        var random = SeededNumbers(seed: 4)
        let maps = (0..<7).map { _ in
            (0..<2 * 12).map { _ in 1000 + Float.random(in: -1...1, using: &random) }
        }
        var statistics = ChannelStatistics(channels: 2)
        for map in maps { statistics.add(map.span) }
        for channel in 0..<2 {
            let values = maps.flatMap { $0[channel * 12..<(channel + 1) * 12].map(Double.init) }
            let mean = values.reduce(0, +) / 84
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 83
            #expect(abs(Double(statistics.means[channel]) - mean) < 1e-4)
            #expect(abs(Double(statistics.deviations[channel]) - variance.squareRoot()) < 1e-6)
        }
    }
}
