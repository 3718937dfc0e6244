import TestSupport
import Testing

@testable import Anomaly

@Suite struct AnomalyMapTests {
    private let student = MapQuantiles(a: 0.2, b: 0.9)
    private let autoencoder = MapQuantiles(a: -0.1, b: 0.4)

    private func map(_ seed: String) -> [Float] {
        formulaWeights(seed, count: 56 * 56, limit: 1)
    }

    @Test func `combining before enlarging is enlarging before combining`() {
        for seed in ["one", "two", "three"] {
            let (first, second) = (map(seed), map(seed + "'"))
            var combined = AnomalyMap(student: student, others: [autoencoder])
            combined.fill(student: first, others: second)
            let separate = zip(enlargedMap(first), enlargedMap(second)).map {
                0.5 * student.normalised($0) + 0.5 * autoencoder.normalised($1)
            }
            for (index, (a, b)) in zip(combined.pixels, separate).enumerated() {
                #expect(abs(a - b) <= 1e-6, "pixel \(index)")
            }
            #expect(abs(combined.score - (separate.max() ?? 0)) <= 1e-6)
        }
    }

    @Test func `quantiles become 0 and a tenth`() {
        #expect(student.normalised(0.2) == 0)
        #expect(abs(student.normalised(0.9) - 0.1) < 1e-7)
        #expect(student.normalised(-0.5) < 0)
    }

    @Test(arguments: [(0, 0), (55, 55), (3, 40), (28, 27)])
    func `the maximum lies in the cell it comes from`(x: Int, y: Int) {
        var values = [Float](repeating: 0, count: 56 * 56)
        values[y * 56 + x] = 5
        var map = AnomalyMap(student: student, others: [autoencoder])
        map.fill(student: values, others: values)
        let worst = map.maximum(ignored: Span())
        #expect((worst.x, worst.y) == (x, y))
        #expect(worst.value == map.pixels.max())
    }

    @Test func `a cell is ignored where the picture is that it looks at`() {
        var values = [Float](repeating: 0, count: 56 * 56)
        values[10 * 56 + 20] = 5
        var map = AnomalyMap(student: student, others: [autoencoder])
        map.fill(student: values, others: values)
        // Cell (20, 10) looks at the pixels around (4 · 20 + 16, 4 · 10 + 16).
        var ignored = [UInt8](repeating: 0, count: 256 * 256)
        for y in (56 - 4)...(56 + 4) { for x in (96 - 4)...(96 + 4) { ignored[y * 256 + x] = 255 } }
        let (lowest, _, _) = map.maximum(ignored: ignored.span)
        #expect(lowest < map.score / 4)
        // The same mask at the stretched place, 4.57 · i + 1.79, would hide another cell.
        #expect(AnomalyMap.place[Int(4.57 * 20 + 1.79)] == 96)
        #expect(AnomalyMap.place.first == 16)
        #expect(AnomalyMap.place.last == 236)
    }

    @Test func `what a mask leaves is counted where the networks look`() {
        var ignored = [UInt8](repeating: 1, count: 256 * 256)
        #expect(AnomalyMap.inspectedPixels(ignored: Span()) == 256 * 256)
        #expect(AnomalyMap.inspectedPixels(ignored: ignored.span) == 0)
        // Only the outermost 16 pixels are left: no cell is.
        for index in ignored.indices where index / 256 < 16 || index % 256 < 16 {
            ignored[index] = 0
        }
        #expect(AnomalyMap.inspectedPixels(ignored: ignored.span) == 0)
        ignored[100 * 256 + 100] = 0
        #expect(AnomalyMap.inspectedPixels(ignored: ignored.span) > 0)
    }
}
