import Testing

@testable import Training

@Suite struct SplitMix64Tests {
    @Test func `the numbers are those of the publication`() {
        var random = SplitMix64(seed: 1_234_567)
        // As the authors' C program gives them.
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    @Test func `fractions and limits keep their range and are spread`() {
        var random = SplitMix64(seed: 3)
        let fractions = (0..<10_000).map { _ in random.unit() }
        #expect(fractions.allSatisfy { (0..<1).contains($0) })
        #expect(abs(fractions.reduce(0, +) / 10_000 - 0.5) < 0.01)
        let counts = (0..<7000).reduce(into: [Int](repeating: 0, count: 7)) { counts, _ in
            counts[random.below(7)] += 1
        }
        #expect(counts.allSatisfy { (900...1100).contains($0) })
    }

    @Test func `streams of one seed, and seeds of one stream, differ`() {
        let first = (0..<100).map { stream in
            var random = SplitMix64(seed: 1, stream: UInt64(stream))
            return random.next()
        }
        let second = (2..<102).map { seed in
            var random = SplitMix64(seed: UInt64(seed), stream: 0)
            return random.next()
        }
        #expect(Set(first + second).count == 200)
    }
}
