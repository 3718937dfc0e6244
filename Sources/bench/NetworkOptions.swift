import Anomaly
import ArgumentParser
import Compute

/// Which networks with random weights are timed, and how they run.
struct NetworkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How wide the networks are.", valueName: "S|M"))
    var size = SizeChoice.small

    @Option(help: ArgumentHelp("The numbers that are multiplied.", valueName: "f32|bf16|int8"))
    var precision = NetworkPrecision.f32

    @Option(
        "Threads that work on a picture, at most one a processor.",
        valueName: "N", read: WholeNumber.threads)
    var threads = 1

    @Option(
        "How many of the student's first layers are the teacher's, 1 or 2.",
        valueName: "N", read: WholeNumber.within(1...2))
    var shared: Int?

    @Option(
        "The vectors of a memory in place of student and autoencoder.",
        valueName: "N", read: WholeNumber.within(1...MemoryBank.mostVectors))
    var memory: Int?

    @Option(
        help: ArgumentHelp(
            "The processor's instructions to use; without it the best.", valueName: "LEVEL"))
    var level: InstructionLevel?

    @OptionGroup var layer: FirstByteLayer

    func validate() throws {
        guard shared == nil || memory == nil else {
            throw ValidationError(
                "--shared is of a student, and --memory has none: name one of them.")
        }
        try layer.check(with: precision)
        try level?.check()
    }

    /// Random weights of networks with so many shared layers, from 0; for bytes with the ranges of
    /// a picture.
    func weights(shared: Int) throws -> NetworkWeights {
        try withRanges(RandomWeights.networks(size.size, shared: shared))
    }

    /// The weights that were asked for.
    func weights() throws -> NetworkWeights {
        guard let memory else { return try weights(shared: shared ?? 0) }
        return try withRanges(RandomWeights.memory(size.size, vectors: memory))
    }

    private func withRanges(_ weights: NetworkWeights) throws -> NetworkWeights {
        guard precision == .int8 else { return weights }
        let exact = try DetectorNetworks(weights, threads: threads)
        exact.run(Self.picture.span)
        var ranges = ActivationRanges(values: [])
        exact.widen(&ranges)
        var weights = weights
        weights.ranges = ranges
        return weights
    }

    /// Plans networks with these weights as they are asked for.
    ///
    /// - Throws: `ImpossibleLayer`, and what planning throws.
    func networks(_ weights: NetworkWeights) throws -> DetectorNetworks {
        try DetectorNetworks(
            weights, threads: threads, element: precision.element,
            bytesFrom: layer.index(in: weights))
    }

    /// Uses the level that was asked for, from now on.
    func useLevel() { _ = level?.use() }

    /// A picture of 256x256 without a pattern.
    static let picture = (0..<256 * 256 * 3).map {
        UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11)
    }
}
