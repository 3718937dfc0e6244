import Testing

@testable import Training

@Suite struct FarthestPointsTests {
    /// Points on a line: only their first coordinate differs.
    private func points(_ places: [Float]) -> FarthestPoints {
        var points = FarthestPoints()
        for place in places { points.add { $0 == 0 ? place : 1 } }
        return points
    }

    @Test func `each choice is the farthest from those before`() {
        var points = points([0, 1, 4, 10, 10.5])
        points.begin(at: 0)
        #expect((0..<4).map { _ in points.choose() } == [0, 4, 2, 1])
    }

    @Test func `every coordinate counts`() {
        for coordinate in 0..<FarthestPoints.coordinates {
            var points = FarthestPoints()
            points.add { _ in 0 }
            points.add { $0 == 0 ? 1 : 0 }
            points.add { $0 == coordinate ? -2 : 0 }
            points.begin(at: 0)
            #expect((0..<2).map { _ in points.choose() } == [0, 2], "coordinate \(coordinate)")
        }
    }

    @Test func `points that are the same are chosen once`() {
        var points = points([3, 3, 5, 3, 5])
        points.begin(at: 1)
        #expect((0..<4).map { _ in points.choose() } == [1, 2, nil, nil])
        var none = FarthestPoints()
        #expect(none.choose() == nil)
    }
}
