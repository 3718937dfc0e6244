import Testing

@testable import Compute

@Suite struct PictureRoundingTests {
    /// Weights by formula, in steps, of which the largest is 127.
    private static func weights(_ count: Int, seed: Int) -> [Float] {
        let raw = (0..<count).map { Float(($0 * 7919 + seed * 104_729) % 2003) / 1001 - 1 }
        let largest = raw.map(abs).max() ?? 1
        return raw.map { $0 / largest * 127 }
    }

    /// Rounds an output's weights, among 15 others.
    private static func rounded(_ weights: [Float], by rounding: PictureRounding) -> [Float] {
        let outputs = weights.map { weight in
            var outputs = PictureRounding.Outputs(repeating: 127 - abs(weight))
            outputs[5] = weight
            return outputs
        }
        return rounding.rounded(outputs).map { $0[5] }
    }

    /// The largest that errors add to a colour of one value, and of a slope to the right.
    private static func error(_ rounded: [Float], _ exact: [Float], kernel: Int) -> Float {
        let taps = kernel * kernel
        var worst: Float = 0
        for color in 0..<3 {
            var (flat, slope) = (Float(0), Float(0))
            for tap in 0..<taps {
                let difference = rounded[color * taps + tap] - exact[color * taps + tap]
                flat += difference
                slope += difference * (Float(tap % kernel) / Float(kernel) - 0.5)
            }
            worst = max(worst, abs(flat), abs(slope))
        }
        return worst
    }

    @Test(arguments: [3, 4, 8])
    func `what neighbours have in common is kept, unlike by the nearest numbers`(kernel: Int) {
        let rounding = PictureRounding(kernel: kernel, colors: 3)
        var (kept, nearest): (Float, Float) = (0, 0)
        for seed in 0..<40 {
            let exact = Self.weights(rounding.count, seed: seed)
            let rounded = Self.rounded(exact, by: rounding)
            #expect(rounded.allSatisfy { $0 == $0.rounded() && abs($0) <= 127 })
            kept = max(kept, Self.error(rounded, exact, kernel: kernel))
            nearest = max(nearest, Self.error(exact.map { $0.rounded() }, exact, kernel: kernel))
        }
        #expect(kept < 1.5)
        #expect(nearest > 2 * kept)
    }

    @Test func `whole weights stay as they are`() {
        let rounding = PictureRounding(kernel: 4, colors: 3)
        let whole = Self.weights(rounding.count, seed: 1).map { $0.rounded() }
        #expect(Self.rounded(whole, by: rounding) == whole)
    }
}
