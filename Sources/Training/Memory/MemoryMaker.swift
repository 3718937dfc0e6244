import Anomaly
import Imaging

/// Chooses what a model remembers of the teacher's outputs for good parts.
///
/// The outputs of all places of all training pictures are far too many to compare with. Some are
/// chosen that no other is far from; to choose quickly they are projected at random to 64
/// coordinates, which keeps distances nearly as they are.
///
/// - Source: PatchCore (Roth et al., CVPR 2022), 3.2; Johnson and Lindenstrauss, 1984.
struct MemoryMaker: ~Copyable {
    private let weights: NetworkWeights
    private let vectors: Int
    private let options: FittingOptions
    private var loader: PictureLoader

    private static let cells = NetworkTable.mapSide * NetworkTable.mapSide
    /// The places that are chosen from take 256 bytes each; more pictures give fewer each.
    private static let mostPlaces = 600_000
    private static let seed: UInt64 = 1

    /// Prepares the choice.
    ///
    /// - Parameters:
    ///   - weights: With the teacher's statistics.
    ///   - vectors: How many are wanted.
    ///   - options: The region and the threads.
    init(_ weights: NetworkWeights, vectors: Int, options: FittingOptions) {
        self.weights = weights
        self.vectors = vectors
        self.options = options
        loader = PictureLoader(region: options.region)
    }

    /// Makes the memory.
    ///
    /// - Parameters:
    ///   - paths: The training pictures.
    ///   - report: Told how far the work is; false asks it to stop.
    /// - Returns: (vectors, channels), in the order of the choice; fewer than asked for where
    ///   places of the pictures are the same.
    /// - Throws: `.pictures`, `.cancelled`, `.model`.
    mutating func make(
        from paths: [String], _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> Tensor {
        let (places, points) = try sketch(paths, report)
        let chosen = try choose(points, report).map { places[$0] }
        return try remember(chosen, of: paths, report)
    }

    /// A place in a picture.
    private struct Place {
        let picture: Int32
        let cell: Int32
    }

    /// Projects the places of all pictures that may be chosen.
    private mutating func sketch(
        _ paths: [String], _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> ([Place], FarthestPoints) {
        let teacher = try teacher(projection: projection)
        let count = min(Self.cells, max(Self.mostPlaces / max(paths.count, 1), 1))
        var (places, points) = ([Place](), FarthestPoints())
        for (index, path) in paths.enumerated() {
            try say(.sketching, index, paths.count, report)
            try load(path)
            teacher.run(loader.picture)
            let sketch = teacher.sketch
            var random = SplitMix64(seed: Self.seed, stream: UInt64(index))
            let cells = Array(0..<Self.cells).shuffled(using: &random).prefix(count)
            for cell in cells {
                points.add { sketch[$0 * Self.cells + cell] }
                places.append(Place(picture: Int32(index), cell: Int32(cell)))
            }
        }
        try say(.sketching, paths.count, paths.count, report)
        return (places, points)
    }

    /// Signs at random, each output's sum of squares kept on average, (64, channels).
    private var projection: Tensor {
        var random = SplitMix64(seed: Self.seed &+ 1)
        let size = 1 / Float(FarthestPoints.coordinates).squareRoot()
        let count = FarthestPoints.coordinates * weights.channels
        return Tensor(
            shape: [FarthestPoints.coordinates, weights.channels],
            values: (0..<count).map { _ in random.next() >> 63 == 0 ? size : -size })
    }

    private func choose(
        _ points: consuming FarthestPoints, _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> [Int] {
        var random = SplitMix64(seed: Self.seed &+ 2)
        points.begin(at: points.count > 0 ? random.below(points.count) : 0)
        var chosen: [Int] = []
        while chosen.count < vectors, let next = points.choose() {
            chosen.append(next)
            try say(.choosing, chosen.count, vectors, report)
        }
        return chosen
    }

    /// Looks at the pictures again that have chosen places, and keeps what the teacher gives there.
    private mutating func remember(
        _ chosen: [Place], of paths: [String], _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> Tensor {
        let teacher = try teacher(projection: nil)
        let channels = weights.channels
        var values = [Float](repeating: 0, count: chosen.count * channels)
        let byPicture = Dictionary(grouping: chosen.indices) { Int(chosen[$0].picture) }
        for (done, picture) in byPicture.keys.sorted().enumerated() {
            try say(.remembering, done, byPicture.count, report)
            try load(paths[picture])
            teacher.run(loader.picture)
            let output = teacher.output
            for index in byPicture[picture] ?? [] {
                let cell = Int(chosen[index].cell)
                for channel in 0..<channels {
                    values[index * channels + channel] = output[channel * Self.cells + cell]
                }
            }
        }
        try say(.remembering, byPicture.count, byPicture.count, report)
        return Tensor(shape: [chosen.count, channels], values: values)
    }

    private func teacher(projection: Tensor?) throws(FittingError) -> TeacherNetwork {
        do throws(ModelError) {
            return try TeacherNetwork(weights, threads: options.threads, projection: projection)
        } catch {
            throw .model(error)
        }
    }

    private mutating func load(_ path: String) throws(FittingError) {
        do throws(ImagingError) {
            try loader.load(path)
        } catch {
            throw .pictures(error)
        }
    }

    private func say(
        _ stage: FittingProgress.Stage, _ done: Int, _ total: Int,
        _ report: (FittingProgress) -> Bool
    ) throws(FittingError) {
        guard report(FittingProgress(stage: stage, done: done, total: total)) else {
            throw .cancelled
        }
    }
}
