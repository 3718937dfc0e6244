import Testing

@testable import Evaluation

@Suite struct PixelSampleTests {
    @Test func `keys sort from the highest score to the lowest and give it back`() {
        let tiny = Float.leastNonzeroMagnitude
        let scores: [Float] = [3e38, 2, 1.0000001, 1, tiny, 0, -tiny, -1, -7, -3e38]
        let keys = scores.map(PixelSample.key)
        #expect(keys == keys.sorted())
        #expect(keys.map(PixelSample.score) == scores)
        #expect(PixelSample.key(-0.0) == PixelSample.key(0))
    }

    @Test func `a sort is by score, whatever lies below it`() {
        var random = SeededNumbers(seed: 1)
        var samples = (0..<5000).map { _ in
            PixelSample.pack(
                PixelSample.key(Float.random(in: -2...2, using: &random)),
                region: Int.random(in: 0...99, using: &random),
                isRepeated: Bool.random(using: &random))
        }
        let expected = samples.map(PixelSample.key(of:)).sorted()
        let content = Set(samples)
        var scratch = [UInt64](repeating: 0, count: samples.count)
        PixelSample.sort(&samples, scratch: &scratch)
        #expect(samples.map(PixelSample.key(of:)) == expected)
        #expect(Set(samples) == content)
    }
}
