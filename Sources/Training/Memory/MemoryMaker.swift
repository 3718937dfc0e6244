import Anomaly
import Compute
import Imaging

/// Chooses what a model remembers of the teacher's outputs for good parts.
///
/// The directions are found in which the outputs differ most; along these, of all places of all
/// training pictures, some are chosen that no other is far from.
///
/// - Source: PatchCore (Roth et al., CVPR 2022), 3.2, with principal axes in place of a random
///   projection; see decision 0010.
struct MemoryMaker: ~Copyable {
    private let weights: NetworkWeights
    private let vectors: Int
    private let reach: MemoryReach
    private let options: FittingOptions
    private var loader: PictureLoader

    /// Places of a picture.
    private let places: Int
    /// Neighbours are alike: every third place tells the directions.
    private static let axesStride = 3
    /// The places that are chosen from take 388 bytes each; more pictures give fewer each.
    private static let mostPlaces = 600_000

    /// Prepares the choice.
    ///
    /// - Parameters:
    ///   - weights: With the teacher's statistics.
    ///   - vectors: How many are wanted.
    ///   - reach: What each place shows.
    ///   - options: The region, the threads and the seed.
    init(_ weights: NetworkWeights, vectors: Int, _ reach: MemoryReach, options: FittingOptions) {
        self.weights = weights
        self.vectors = vectors
        self.reach = reach
        places = reach.mapSide * reach.mapSide
        self.options = options
        loader = PictureLoader(region: options.region)
    }

    /// Makes the memory.
    ///
    /// - Parameters:
    ///   - paths: The training pictures.
    ///   - report: Told how far the work is; false asks it to stop.
    /// - Returns: The memory, in the order of the choice; smaller than asked for where places of
    ///   the pictures are the same.
    /// - Throws: `.pictures`, `.cancelled`, `.model`.
    mutating func make(
        from paths: [String], _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> MemoryBank {
        let axes = try axes(paths, report)
        let (chosen, count) = try choose(try collect(paths, axes, report), report)
        return MemoryBank(
            axes: axes, vectors: Tensor(shape: [count, axes.shape[0]], values: chosen))
    }

    /// The directions in which the outputs differ most, (coordinates, channels).
    private mutating func axes(
        _ paths: [String], _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> Tensor {
        let teacher = try teacher(axes: nil)
        let channels = weights.channels
        var squares = [Double](repeating: 0, count: channels * channels)
        let cells = Array(stride(from: 0, to: places, by: Self.axesStride))
        for (index, path) in paths.enumerated() {
            try say(.axes, index, paths.count, report)
            try load(path)
            teacher.run(loader.picture)
            let output = teacher.output
            var rows = [Double](repeating: 0, count: cells.count * channels)
            for (row, cell) in cells.enumerated() {
                for channel in 0..<channels {
                    rows[row * channels + channel] = Double(output[channel * places + cell])
                }
            }
            let products = columnProducts(rows, columns: channels)
            for place in squares.indices { squares[place] += products[place] }
        }
        try say(.axes, paths.count, paths.count, report)
        let count = min(MemoryBank.usualCoordinates, channels)
        guard squares.allSatisfy(\.isFinite),
            let axes = principalAxes(of: squares, side: channels, count: count)
        else {
            throw .model(.cannotFit(reason: "the teacher's outputs are not finite"))
        }
        return Tensor(shape: [count, channels], values: axes.map(Float.init))
    }

    /// The places of all pictures that may be chosen.
    private mutating func collect(
        _ paths: [String], _ axes: Tensor, _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> (points: FarthestPoints, coordinates: Int) {
        let teacher = try teacher(axes: axes)
        let count = min(places, max(Self.mostPlaces / max(paths.count, 1), 1))
        var points = FarthestPoints()
        for (index, path) in paths.enumerated() {
            try say(.collecting, index, paths.count, report)
            try load(path)
            teacher.run(loader.picture)
            let coordinates = teacher.coordinates
            var random = SplitMix64(seed: options.seed, stream: UInt64(index))
            for cell in Array(0..<places).shuffled(using: &random).prefix(count) {
                points.add {
                    $0 < axes.shape[0] ? coordinates[$0 * places + cell] : 0
                }
            }
        }
        try say(.collecting, paths.count, paths.count, report)
        return (points, axes.shape[0])
    }

    /// The chosen vectors one after the other, and how many.
    private func choose(
        _ found: consuming (points: FarthestPoints, coordinates: Int),
        _ report: (FittingProgress) -> Bool
    ) throws(FittingError) -> ([Float], count: Int) {
        var random = SplitMix64(seed: options.seed &+ 1)
        found.points.begin(at: found.points.count > 0 ? random.below(found.points.count) : 0)
        var (chosen, count) = ([Float](), 0)
        while count < vectors, let next = found.points.choose() {
            chosen += found.points.point(next).prefix(found.coordinates)
            count += 1
            try say(.choosing, count, vectors, report)
        }
        return (chosen, count)
    }

    private func teacher(axes: Tensor?) throws(FittingError) -> TeacherNetwork {
        do throws(ModelError) {
            return try TeacherNetwork(
                weights, threads: options.threads, axes: axes, reach: reach)
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
