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

    @Test func `many points are chosen as by the definition`() {
        var random = SplitMix64(seed: 3)
        let places = (0..<400).map { _ in
            (0..<3).map { _ in Float(random.below(1 << 20)) / Float(1 << 20) }
        }
        var points = FarthestPoints()
        for place in places { points.add { $0 < 3 ? place[$0] : 0 } }
        points.begin(at: 7)
        var expected = [7]
        func squared(_ a: Int, _ b: Int) -> Float {
            zip(places[a], places[b]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        while expected.count < 60 {
            let distances = places.indices.map { point in
                expected.map { squared(point, $0) }.min() ?? 0
            }
            expected.append(places.indices.max { distances[$0] < distances[$1] } ?? 0)
        }
        #expect((0..<60).map { _ in points.choose() } == expected)
    }

    @Test func `points that are the same are chosen once`() {
        var points = points([3, 3, 5, 3, 5])
        points.begin(at: 1)
        #expect((0..<4).map { _ in points.choose() } == [1, 2, nil, nil])
        var none = FarthestPoints()
        #expect(none.choose() == nil)
    }
}
