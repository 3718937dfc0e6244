/// Chooses points so that no other point is far from all of them.
///
/// Each choice is the point that is farthest from those before, the greedy solution of the k-centre
/// problem, at most twice as far as the best one. What is rare among the points is chosen as soon
/// as what is common.
///
/// - Source: Gonzalez, Clustering to minimize the maximum intercluster distance, 1985; as in
///   PatchCore (Roth et al., CVPR 2022), Algorithm 1.
struct FarthestPoints {
    /// The coordinates of a point.
    static let coordinates = 64

    /// Four vectors a point.
    private var points: [SIMD16<Float>] = []
    /// From each point to the nearest that was chosen, squared.
    private var distances: [Float] = []
    private var next = 0

    /// How many points there are.
    var count: Int { distances.count }

    /// Adds a point.
    ///
    /// - Parameter coordinate: Its coordinates, from 0 to below `coordinates`.
    mutating func add(_ coordinate: (Int) -> Float) {
        for vector in 0..<Self.coordinates / 16 {
            var four = SIMD16<Float>()
            for lane in 0..<16 { four[lane] = coordinate(16 * vector + lane) }
            points.append(four)
        }
        distances.append(.infinity)
    }

    /// Sets the first choice.
    mutating func begin(at point: Int) { next = point }

    /// Chooses one more point.
    ///
    /// - Returns: Its number; `nil` where every other point is equal to one that was chosen.
    mutating func choose() -> Int? {
        guard next < count, distances[next] > 0 else { return nil }
        let chosen = next
        let (a, b) = (points[4 * chosen], points[4 * chosen + 1])
        let (c, d) = (points[4 * chosen + 2], points[4 * chosen + 3])
        var farthest: Float = -1
        for point in distances.indices {
            let (e, f) = (points[4 * point] - a, points[4 * point + 1] - b)
            let (g, h) = (points[4 * point + 2] - c, points[4 * point + 3] - d)
            let distance = (e * e + f * f + (g * g + h * h)).sum()
            if distance < distances[point] { distances[point] = distance }
            if distances[point] > farthest {
                farthest = distances[point]
                next = point
            }
        }
        return chosen
    }
}
