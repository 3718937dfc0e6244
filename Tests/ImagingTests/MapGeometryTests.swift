import Imaging
import Testing

@Suite struct MapGeometryTests {
    @Test func `a cell's middle is pixel 4i + 16 of the detector's picture`() {
        let geometry = MapGeometry(region: Region(x: 0, y: 0, width: 256, height: 256))
        for cell in [0, 1, 30, 55] {
            let found = geometry.cameraPixel(cellX: cell, cellY: 55 - cell)
            #expect(found.x == 4 * cell + 16)
            #expect(found.y == 4 * (55 - cell) + 16)
        }
    }

    @Test func `the region's size and origin are applied`() {
        let geometry = MapGeometry(region: Region(x: 100, y: 50, width: 1024, height: 128))
        let found = geometry.cameraPixel(cellX: 10, cellY: 20)
        #expect(found.x == 100 + (56 * 4 + 2))
        #expect(found.y == 50 + 48)
    }

    @Test func `boxes of neighbours touch, and stay in the region`() {
        let region = Region(x: 7, y: 9, width: 640, height: 480)
        let geometry = MapGeometry(region: region)
        let all = geometry.cameraRegion(cellsX: 0...55, cellsY: 0...55)
        #expect(all.x == 7 + 36)
        #expect(all.x + all.width == 7 + 597)
        #expect(all.y == 9 + 27)
        for cell in 0..<55 {
            let one = geometry.cameraRegion(cellsX: cell...cell, cellsY: 0...0)
            let next = geometry.cameraRegion(cellsX: cell + 1...cell + 1, cellsY: 0...0)
            #expect((one.x + one.width - 1...one.x + one.width).contains(next.x))
            let middle = geometry.cameraPixel(cellX: cell, cellY: 0)
            #expect((one.x..<one.x + one.width).contains(middle.x))
        }
    }

    @Test(arguments: [1, 2, 5]) func `even a tiny region gives boxes with pixels`(side: Int) {
        let region = Region(x: 3, y: 3, width: side, height: side)
        let geometry = MapGeometry(region: region)
        for cell in 0..<56 {
            let box = geometry.cameraRegion(cellsX: cell...cell, cellsY: 0...55)
            #expect(box.width > 0)
            #expect(box.x >= 3)
            #expect(box.x + box.width <= 3 + side)
        }
    }

    @Test func `a cell outside the map traps`() async {
        await #expect(processExitsWith: .failure) {
            let geometry = MapGeometry(region: Region(x: 0, y: 0, width: 9, height: 9))
            _ = geometry.cameraPixel(cellX: 56, cellY: 0)
        }
    }
}
