import Testing

@testable import Training

@Suite struct ColourChangeTests {
    // The vectors of ALGORITHMS 13, number 7.
    @Test func `saturation and contrast are those of the vectors`() {
        let colour: [Float] = [0.2, 0.5, 0.9].map { $0 * 255 }
        let saturated = ColourChange(kind: .saturation, factor: 1.2).applied(to: colour)
        let contrasted = ColourChange(kind: .contrast, factor: 0.8).applied(to: colour)
        for (found, expected) in zip(saturated, [0.148824, 0.508824, 0.988824] as [Float]) {
            #expect(abs(found / 255 - expected) < 1e-6)
        }
        for (found, expected) in zip(contrasted, [0.251176, 0.491176, 0.811176] as [Float]) {
            #expect(abs(found / 255 - expected) < 1e-6)
        }
    }

    @Test func `changed samples stay in their range`() {
        let picture: [Float] = [0, 128, 255, 255, 255, 250]
        for kind in ColourChange.Kind.allCases {
            let changed = ColourChange(kind: kind, factor: 1.2).applied(to: picture)
            #expect(changed.allSatisfy { (0...255).contains($0) })
        }
        #expect(
            ColourChange(kind: .brightness, factor: 1.25).applied(to: [100, 250, 0])
                == [125, 255, 0])
    }

    @Test func `drawn changes are near one and of every kind`() {
        var random = SplitMix64(seed: 3)
        let changes = (0..<200).map { _ in ColourChange.drawn(&random) }
        #expect(changes.allSatisfy { (0.8...1.2).contains($0.factor) })
        for kind in ColourChange.Kind.allCases {
            #expect(changes.count { $0.kind == kind } > 30)
        }
    }
}
