import Anomaly

/// Chooses points so that no other point is far from all of them.
///
/// Each choice is the point that is farthest from those before, the greedy solution of the k-centre
/// problem, at most twice as far as the best one. What is rare among the points is chosen as soon
/// as what is common.
///
/// - Source: Gonzalez, Clustering to minimize the maximum intercluster distance, 1985; as in
///   PatchCore (Roth et al., CVPR 2022), Algorithm 1.
struct FarthestPoints {
    /// The coordinates that a point has room for.
    static let coordinates = MemoryBank.usualCoordinates
    private static let vectors = coordinates / 16

    /// `vectors` of each point.
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
        for vector in 0..<Self.vectors {
            var part = SIMD16<Float>()
            for lane in 0..<16 { part[lane] = coordinate(16 * vector + lane) }
            points.append(part)
        }
        distances.append(.infinity)
    }

    /// The coordinates of a point.
    func point(_ number: Int) -> [Float] {
        (0..<Self.vectors).flatMap { vector in
            (0..<16).map { points[number * Self.vectors + vector][$0] }
        }
    }

    /// Sets the first choice.
    mutating func begin(at point: Int) { next = point }

    /// Chooses one more point.
    ///
    /// - Returns: Its number; `nil` where every other point is equal to one that was chosen.
    mutating func choose() -> Int? {
        guard next < count, distances[next] > 0 else { return nil }
        let chosen = next
        let first = chosen * Self.vectors
        let centre = Array(points[first..<first + Self.vectors])
        var farthest: Float = -1
        for point in distances.indices {
            var squares = SIMD16<Float>()
            for vector in 0..<Self.vectors {
                let difference = points[point * Self.vectors + vector] - centre[vector]
                squares += difference * difference
            }
            let distance = squares.sum()
            if distance < distances[point] { distances[point] = distance }
            if distances[point] > farthest {
                farthest = distances[point]
                next = point
            }
        }
        return chosen
    }
}
