import Testing

@testable import Training

@Suite struct ExactQuantilesTests {
    @Test func `the conformance vector holds`() {
        let values = ExactQuantiles.of([0.9, 0.995]) { take in take((0..<10).map(Float.init)) }
        #expect(abs(values[0] - 8.1) < 1e-6 && abs(values[1] - 8.955) < 1e-6)
    }

    @Test func `they equal those of the sorted numbers, ties and signs included`() {
        var random = SeededNumbers(seed: 3)
        for round in 0..<20 {
            let pieces = (0..<5).map { _ in
                (0..<Int.random(in: 1...400, using: &random)).map { _ in
                    round.isMultiple(of: 2)
                        ? Float.random(in: -1...1, using: &random)
                        : Float(Int.random(in: -3...3, using: &random))
                }
            }
            let sorted = pieces.flatMap(\.self).sorted()
            let fractions = [0, 0.5, 0.9, 0.995, 1]
            let values = ExactQuantiles.of(fractions) { take in
                for piece in pieces { take(piece) }
            }
            for (fraction, value) in zip(fractions, values) {
                let place = fraction * Double(sorted.count - 1)
                let low = Double(sorted[Int(place)])
                let high = Double(sorted[min(Int(place) + 1, sorted.count - 1)])
                #expect(value == Float(low + (place - place.rounded(.down)) * (high - low)))
            }
        }
    }

    @Test func `one number is every quantile`() {
        #expect(ExactQuantiles.of([0, 0.3, 1]) { take in take([-2.5]) } == [-2.5, -2.5, -2.5])
    }
}
