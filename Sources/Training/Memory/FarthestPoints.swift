import Anomaly

/// Chooses points so that no other point is far from all of them.
///
/// Each choice is the point that is farthest from those before, the greedy solution of the k-centre
/// problem, at most twice as far as the best one. What is rare among the points is chosen as soon
/// as what is common.
///
/// A point whose nearest choice is at most half as far as the new one is from that choice stays
/// with it, by the triangle inequality, and need not be looked at: most of them after some choices.
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
    /// The number of that choice, for each point.
    private var nearest: [Int32] = []
    /// The points that were chosen.
    private var choices: [Int] = []
    private var next = 0

    /// A little more than the square of two, for what rounding does.
    private static let farEnough: Float = 4.001

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
        nearest.append(0)
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
        let between = choices.map { distance(from: $0, to: centre) }
        let number = Int32(choices.count)
        choices.append(chosen)
        var farthest: Float = -1
        for point in distances.indices {
            let isFar =
                number > 0
                && between[Int(nearest[point])] >= Self.farEnough * distances[point]
            if !isFar {
                let distance = distance(from: point, to: centre)
                if distance < distances[point] {
                    distances[point] = distance
                    nearest[point] = number
                }
            }
            if distances[point] > farthest {
                farthest = distances[point]
                next = point
            }
        }
        return chosen
    }

    /// Squared.
    private func distance(from point: Int, to centre: [SIMD16<Float>]) -> Float {
        var squares = SIMD16<Float>()
        for vector in 0..<Self.vectors {
            let difference = points[point * Self.vectors + vector] - centre[vector]
            squares += difference * difference
        }
        return squares.sum()
    }
}
