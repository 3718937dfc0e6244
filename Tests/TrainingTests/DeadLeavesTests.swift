import Testing

@testable import Training

@Suite struct DeadLeavesTests {
    @Test func `drawn pictures follow from their seed, and are full of edges`() {
        var (one, same, other) = (
            SplitMix64(seed: 1), SplitMix64(seed: 1), SplitMix64(seed: 2)
        )
        let picture = DeadLeaves.drawn(side: 64, &one)
        #expect(picture == DeadLeaves.drawn(side: 64, &same))
        #expect(picture != DeadLeaves.drawn(side: 64, &other))
        #expect(picture.count == 3 * 64 * 64 && picture.allSatisfy { (0...255).contains($0) })
        let edges = (0..<(64 * 64 - 1)).count { abs(picture[3 * $0] - picture[3 * $0 + 3]) > 20 }
        #expect(edges > 100)
    }
}
