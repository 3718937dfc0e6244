import Imaging
import TestSupport
import Testing

@Suite struct MapRegionsTests {
    static let geometry = MapGeometry(region: Region(x: 10, y: 20, width: 512, height: 256))

    static func found(_ map: [Float], _ threshold: Float = 0.5) -> [Region] {
        let list = geometry.regions(of: map.span, above: threshold)
        return list.indices.map { list[$0] }
    }

    @Test func `each part has one box, the largest first`() {
        let map = HeatMapTests.map { x, y in
            let small = (3...4).contains(x) && y == 3
            let large = (20...29).contains(x) && (40...44).contains(y)
            return small || large ? 1 : 0
        }
        #expect(
            Self.found(map) == [
                Self.geometry.cameraRegion(cellsX: 20...29, cellsY: 40...44),
                Self.geometry.cameraRegion(cellsX: 3...4, cellsY: 3...3),
            ])
    }

    @Test func `cells that touch at a corner are one part`() {
        for mirrored in [false, true] {
            let map = HeatMapTests.map { x, y in
                y == (mirrored ? 14 - x : x) && (5...9).contains(x) ? 1 : 0
            }
            #expect(Self.found(map) == [Self.geometry.cameraRegion(cellsX: 5...9, cellsY: 5...9)])
        }
    }

    @Test func `a part may wind and go along the edges`() {
        let map = HeatMapTests.map { x, y in x == 0 || y == 55 || x == 55 ? 1 : 0 }
        #expect(Self.found(map) == [Self.geometry.cameraRegion(cellsX: 0...55, cellsY: 0...55)])
    }

    @Test func `the left edge does not touch the right one`() {
        let map = HeatMapTests.map { x, y in x == 55 && y == 10 || x == 0 && y == 11 ? 1 : 0 }
        #expect(Self.found(map).count == 2)
    }

    @Test func `of many parts the sixteen largest are kept`() {
        // Bars of 1 to 26 cells, in mixed order, two rows apart.
        let map = HeatMapTests.map { x, y in
            y % 2 == 0 && y < 52 && x < (y / 2 * 7) % 26 + 1 ? 1 : 0
        }
        let widths = Self.found(map).map(\.width)
        let expected = (11...26).reversed().map {
            Self.geometry.cameraRegion(cellsX: 0...$0 - 1, cellsY: 0...0).width
        }
        #expect(widths == expected)
    }

    @Test func `nothing is above the threshold, or all is`() {
        #expect(Self.found(HeatMapTests.map { _, _ in 0.5 }).isEmpty)
        #expect(Self.found(HeatMapTests.map { _, _ in .nan }).isEmpty)
        #expect(Self.found(HeatMapTests.map { _, _ in 0.6 }).count == 1)
    }

    @Test(.enabled(if: countsAllocations)) func `finding parts allocates nothing`() {
        let map = HeatMapTests.map { x, y in (x * y) % 3 == 0 ? 1 : 0 }
        var count = 0
        let made = allocations {
            count = Self.geometry.regions(of: map.span, above: 0.5).count
        }
        #expect(made == 0)
        #expect(count > 0)
    }
}
