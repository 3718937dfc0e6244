import Testing

@testable import Demo

@Suite struct RandomSourceTests {
    @Test func `the stream is SplitMix64`() {
        // The published first values for a state of 0.
        #expect(RandomSource.mix(0x9E37_79B9_7F4A_7C15) == 0xE220_A839_7B1D_CDAF)
        #expect(RandomSource.mix(0x9E37_79B9_7F4A_7C15 &* 2) == 0x6E78_9E6A_A1B9_65F4)
    }

    @Test func `whole numbers reach every value below their bound, and none above`() {
        var random = RandomSource(seed: 1, purpose: 2)
        var seen = Set<Int>()
        for _ in 0..<500 { seen.insert(random.below(7)) }
        #expect(seen == Set(0..<7))
    }

    @Test func `numbers stay between their bounds and fill the space`() {
        var random = RandomSource(seed: 1, purpose: 3)
        let values = (0..<2000).map { _ in random.between(-2, 6) }
        #expect(values.allSatisfy { $0 >= -2 && $0 < 6 })
        let mean = values.reduce(0, +) / 2000
        #expect((mean - 2).magnitude < 0.2, "mean \(mean)")
    }

    @Test func `streams for different purposes and indices differ`() {
        var streams = [
            RandomSource(seed: 1, purpose: 1), RandomSource(seed: 1, purpose: 2),
            RandomSource(seed: 2, purpose: 1), RandomSource(seed: 1, purpose: 1, index: 1),
        ]
        let first = streams.indices.map { streams[$0].next() }
        #expect(Set(first).count == 4)
    }
}
