import Anomaly
import Imaging
import Testing

@testable import Evaluation

@Suite struct MapEnlargerTests {
    private let whole = PictureSize(width: 256, height: 256)

    private func map(seed: UInt64) -> [Float] {
        var random = SeededNumbers(seed: seed)
        return (0..<56 * 56).map { _ in Float.random(in: -1...1, using: &random) }
    }

    @Test func `stretched, it is the map that the image score is taken of`() {
        let map = map(seed: 2)
        var pixels: [Float] = []
        MapEnlarger(to: whole, .stretched).enlarge(map, into: &pixels)
        let worst = zip(pixels, enlargedMap(map)).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 1e-6)
    }

    @Test(arguments: [0, 20, 55]) func `a cell lies where its networks looked`(cell: Int) throws {
        var map = [Float](repeating: 0, count: 56 * 56)
        map[cell * 56 + cell] = 1
        var pixels: [Float] = []
        MapEnlarger(to: whole, .seen).enlarge(map, into: &pixels)
        let middle = 4 * cell + 17
        #expect(pixels[middle * 256 + middle] > 0.7)
        let inside = pixels.indices.filter { pixels[$0] > 0.7 }.map { $0 % 256 }
        // A cell at the edge is repeated outwards, as in heat maps.
        #expect((inside.min() == 0) == (cell == 0) && (inside.max() == 255) == (cell == 55))
    }

    @Test func `any size is taken, and a level map stays level`() {
        var pixels: [Float] = []
        for placement in MapPlacement.allCases {
            MapEnlarger(to: PictureSize(width: 90, height: 31), placement).enlarge(
                [Float](repeating: 3, count: 56 * 56), into: &pixels)
            #expect(pixels.count == 90 * 31 && pixels.allSatisfy { abs($0 - 3) < 1e-5 })
        }
    }
}
