import Compute
import TestSupport
import Testing

/// The bilinear resize by its definition, one plane.
private func plainResize(_ values: [Float], from: Shape, to: Shape) -> [Float] {
    func source(_ d: Int, _ from: Int, _ to: Int) -> (Int, Int, Double) {
        let s = max((Double(d) + 0.5) * Double(from) / Double(to) - 0.5, 0)
        let first = Int(s)
        return (first, min(first + 1, from - 1), s - Double(first))
    }
    return (0..<to.count).map { index in
        let plane = index / to.plane * from.plane
        let (top, bottom, down) = source(index % to.plane / to.width, from.height, to.height)
        let (left, right, across) = source(index % to.width, from.width, to.width)
        func at(_ y: Int, _ x: Int) -> Double { Double(values[plane + y * from.width + x]) }
        let above = (1 - across) * at(top, left) + across * at(top, right)
        let below = (1 - across) * at(bottom, left) + across * at(bottom, right)
        return Float((1 - down) * above + down * below)
    }
}

extension KernelTests {
    @Suite struct ResizeStepTests {
        @Test func `the vectors of the published resize come out`() {
            #expect(
                resized([0, 3, 6], to: 8) == [0, 0.1875, 1.3125, 2.4375, 3.5625, 4.6875, 5.8125, 6])
            #expect(resized([0, 1, 2, 3, 4], to: 2) == [0.75, 3.25])
        }

        private func resized(_ row: [Float], to width: Int) -> [Float] {
            var output = [Float](repeating: .nan, count: width)
            ResizeStep(
                from: Shape(channels: 1, height: 1, width: row.count),
                to: Shape(channels: 1, height: 1, width: width)
            ).run(row, into: &output)
            return output
        }

        @Test(arguments: [(1, 3), (3, 8), (8, 15), (20, 9), (7, 7)])
        func `planes agree with the plain definition`(sides: (Int, Int)) {
            let from = Shape(channels: 3, height: sides.0, width: sides.0 + 1)
            let to = Shape(channels: 3, height: sides.1, width: sides.1 + 2)
            let values = formulaWeights("planes", count: from.count, limit: 1)
            var output = [Float](repeating: .nan, count: to.count)
            ResizeStep(from: from, to: to).run(values, into: &output)
            expectClose(output, plainResize(values, from: from, to: to), within: 1e-6)
        }

        @Test func `more than 1024 columns trap`() async {
            await #expect(processExitsWith: .failure) {
                _ = ResizeStep(
                    from: Shape(channels: 1, height: 1, width: 1),
                    to: Shape(channels: 1, height: 1, width: 1025))
            }
        }
    }
}
