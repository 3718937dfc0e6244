import TestSupport
import Testing

@testable import Anomaly

@Suite struct MapSmoothingTests {
    @Test func `one cell spreads by the binomial weights`() {
        var map = [Float](repeating: 0, count: 9 * 9)
        map[4 * 9 + 3] = 256
        var smoothing = MapSmoothing(side: 9)
        smoothing.run(on: &map)
        let weights: [Float] = [1, 4, 6, 4, 1]
        for y in 0..<9 {
            for x in 0..<9 {
                let isNear = abs(y - 4) <= 2 && abs(x - 3) <= 2
                let expected = isNear ? weights[y - 2] * weights[x - 1] : 0
                #expect(map[y * 9 + x] == expected, "(\(x), \(y))")
            }
        }
    }

    @Test func `a flat map stays as it is, up to its edges`() {
        var map = [Float](repeating: 0.75, count: 6 * 6)
        var smoothing = MapSmoothing(side: 6)
        smoothing.run(on: &map)
        #expect(map.allSatisfy { $0 == 0.75 })
    }

    @Test func `what ran before leaves nothing behind`() {
        let first = formulaWeights("first", count: 36, limit: 1)
        var smoothing = MapSmoothing(side: 6)
        var map = first
        smoothing.run(on: &map)
        var other = formulaWeights("other", count: 36, limit: 1)
        smoothing.run(on: &other)
        var again = first
        smoothing.run(on: &again)
        #expect(again == map)
    }
}
