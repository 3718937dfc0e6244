public import Compute
import Host

/// A detector's networks, ready to run on pictures of 256x256.
///
/// One run gives everything that both scores are made of: the raw maps and the mean features. For
/// judging pictures use a `Detector`; this is for what comes before one exists: computing
/// quantiles, the Gaussian and the standardisation. Owns its memory; `run` allocates nothing. One
/// thread at a time.
///
/// EfficientAD: the outputs of teacher and student are never stored. Their difference is one
/// convolution over what both last layers read, squared and summed while it is at hand; the mean
/// features follow from the means of those maps.
///
/// - Source: EfficientAD (Batzner et al., WACV 2024), Algorithm 2, unpadded as in PUAD; with a
///   memory PatchCore (Roth et al., CVPR 2022), 3.3, without its weights of the image score.
public final class DetectorNetworks {
    /// The outputs of the teacher, and half those of the student.
    public let channels: Int
    /// The student map of the last picture, raw, (56, 56): teacher against student, or against the
    /// memory.
    public private(set) var studentMap: [Float]
    /// The other maps of the last picture, raw, (maps, 56, 56): autoencoder against student, or
    /// teacher against the memories that reach wider.
    public private(set) var otherMaps: [Float]

    /// What runs, for those who time its steps.
    public let plan: Plan
    private let outputs: Outputs
    /// What the rectified layers give.
    private let hidden: [FeatureMap]
    private var smoothing: MapSmoothing?
    private var wideMaps: [WideMap] = []

    /// Where in the plan results are found.
    private struct Outputs {
        var studentDistance: PlanBuilder.DistanceMap
        var otherDistances: [PlanBuilder.DistanceMap] = []
        var features: [FeatureKind: PlanBuilder.Feature] = [:]
    }

    private static let cells = NetworkTable.mapSide * NetworkTable.mapSide

    /// Plans the networks and takes all the memory they need.
    ///
    /// - Parameters:
    ///   - weights: Of any width.
    ///   - threads: How many threads work on one picture, the calling one included; at least 1;
    ///     more than `Team.largest` count as that many.
    ///   - realtimePriority: Of the other threads; `nil` for the ordinary scheduler.
    ///   - element: The numbers that are multiplied; sums are float32.
    ///   - firstLayer: With int8, the first layer of teacher and student, counted from 0, whose
    ///     results are bytes; the autoencoder's are where there are ranges of it.
    ///   - features: The mean features that will be asked for; each costs memory.
    ///   - learnsRounding: Whether the plan is to learn what rounded weights take from its outputs,
    ///     which takes time to prepare.
    /// - Throws: `.badTensor` for weights that do not fit together, `.goodParts` for int8 without
    ///   ranges, `.noThreads`.
    public init(
        _ weights: NetworkWeights, threads: Int, realtimePriority: Int? = nil,
        element: Element = .float32, bytesFrom firstLayer: Int = 0,
        features: [FeatureKind] = FeatureKind.allCases, learnsRounding: Bool = true
    ) throws(ModelError) {
        try weights.check(file: "the model in memory")
        channels = weights.channels
        var builder = PlanBuilder.normalisedPicture(element)
        builder.learnsRounding = learnsRounding
        var networks = weights.networks.map { weights.convolutions(of: $0) }
        if element == .int8 {
            guard let ranges = weights.ranges else { throw Self.bytesNeedRanges }
            for (network, units) in ranges.units(widths: weights.hiddenWidths).enumerated() {
                let rectified = networks[network].indices.filter {
                    networks[network][$0].rectified
                }
                let first = weights.networks[network] == .autoencoder ? 0 : firstLayer
                for (layer, units) in zip(rectified, units).dropFirst(first) {
                    networks[network][layer].units = units
                }
            }
        }
        if let memory = weights.memory {
            (outputs, hidden) = Self.planMemories(
                memory, weights, networks[0], features, &builder)
            smoothing = MapSmoothing(side: NetworkTable.mapSide)
            wideMaps = MemoryReach.wider.prefix(weights.widerMemories.count).map(WideMap.init)
        } else {
            (outputs, hidden) = Self.planEfficientAD(weights, networks, features, &builder)
        }
        let team = try Team.of(threads, realtimePriority: realtimePriority)
        plan = Plan(consume builder, team: team)
        studentMap = [Float](repeating: 0, count: Self.cells)
        otherMaps = [Float](repeating: 0, count: outputs.otherDistances.count * Self.cells)
    }

    private static let bytesNeedRanges = ModelError.goodParts(
        file: "the model", precision: .int8,
        reason: "the file has no ranges of good parts, and without them nothing is computed in "
            + "int8; `sight calibrate` makes them")

    private static func planEfficientAD(
        _ weights: NetworkWeights, _ networks: [[Convolution]], _ features: [FeatureKind],
        _ builder: inout PlanBuilder
    ) -> (Outputs, [FeatureMap]) {
        let (teacher, student) = (networks[0], networks[1])
        let described = builder.descriptors(teacher: teacher, student: student, builder.source)
        let both = described.both
        let imitated = builder.autoencoder(
            weights.layers(of: .autoencoder) ?? [], networks[2], builder.source)
        let (taught, learned) = (teacher[teacher.count - 1], student[student.count - 1])
        let channels = weights.channels
        let imitatesTeacher = learned.outputs(0..<channels)
        var outputs = Outputs(
            studentDistance: builder.distance(of: taught.minus(imitatesTeacher), over: both),
            otherDistances: [
                builder.distance(
                    of: learned.outputs(channels..<2 * channels), over: both.part(1),
                    minus: imitated.output)
            ])
        for kind in features {
            outputs.features[kind] =
                switch kind {
                    case .student: builder.meanFeature(of: imitatesTeacher, over: both.part(1))
                    case .teacher: builder.meanFeature(of: taught, over: both.part(0))
                }
        }
        return (outputs, described.teacher + described.student + imitated.hidden)
    }

    /// A memory with all that leads to it; `teacher` is for pictures of its reach.
    private static func planMemory(
        _ memory: MemoryBank, _ teacher: [Convolution], _ builder: inout PlanBuilder
    ) -> (distance: PlanBuilder.DistanceMap, hidden: [FeatureMap]) {
        var (described, hidden) = (builder.source, [FeatureMap]())
        for convolution in teacher.dropLast() {
            described = builder.convolve(described, [convolution])
            hidden.append(described)
        }
        // The teacher's outputs themselves are not needed, only what they are along the axes.
        let projected = teacher[teacher.count - 1].projected(on: memory.axes.values)
        let shape = projected.shape(from: described.shape)
        // Distances are differences of large numbers: floats, whatever the networks compute with.
        let coordinates = builder.map(
            parts: [shape.channels], height: shape.height, width: shape.width, element: .float32)
        builder.convolve(described, [projected], into: coordinates)
        return (builder.nearest(of: memory.vectors.values, to: coordinates), hidden)
    }

    /// The memories of a model: the near one, and those that reach wider.
    private static func planMemories(
        _ memory: MemoryBank, _ weights: NetworkWeights, _ teacher: [Convolution],
        _ features: [FeatureKind], _ builder: inout PlanBuilder
    ) -> (Outputs, [FeatureMap]) {
        let near = planMemory(memory, teacher, &builder)
        let described = near.hidden[near.hidden.count - 1]
        var outputs = Outputs(studentDistance: near.distance)
        if features.contains(.teacher) {
            outputs.features[.teacher] = builder.meanFeature(
                of: teacher[teacher.count - 1], over: described)
        }
        for (reach, wide) in zip(MemoryReach.wider, weights.widerMemories) {
            // Small enough to do without bytes.
            let network = weights.teacher(reach)
            outputs.otherDistances.append(planMemory(wide, network, &builder).distance)
        }
        return (outputs, near.hidden)
    }

    /// Runs the networks on one picture and fills the maps.
    ///
    /// - Parameter picture: (256, 256, 3), RGB, 8 bits, already resized.
    public func run(_ picture: Span<UInt8>) {
        plan.run(picture)
        plan.copy(outputs.studentDistance, into: &studentMap)
        smoothing?.run(on: &studentMap)
        // No `enumerated()`: debug builds would allocate for each.
        for index in outputs.otherDistances.indices {
            let distance = outputs.otherDistances[index]
            let first = index * Self.cells
            if wideMaps.isEmpty {
                plan.copy(distance, into: &otherMaps, from: first)
            } else {
                wideMaps[index].fill(&otherMaps, from: first, with: distance, of: plan)
            }
        }
    }

    /// Widens `ranges` by the last picture; of networks in float32.
    ///
    /// - Parameter ranges: Those so far; none before the first picture.
    public func widen(_ ranges: inout ActivationRanges) {
        let largest = hidden.flatMap { plan.largest(of: $0) }
        ranges.values =
            ranges.values.isEmpty ? largest : zip(ranges.values, largest).map(max)
    }

    /// Fills `feature` with the last picture's mean feature vector, (channels).
    ///
    /// - Parameters:
    ///   - kind: Of which network, one of those that were to be asked for; with a memory there is
    ///     only the teacher.
    ///   - feature: As long as there are channels.
    public func meanFeature(_ kind: FeatureKind, into feature: inout [Double]) {
        guard let planned = outputs.features[kind] else {
            preconditionFailure("no such feature was planned; with a memory there is no student")
        }
        plan.fill(planned, into: &feature)
    }
}

extension Team {
    /// A team of so many threads, or of `largest`.
    ///
    /// - Parameters:
    ///   - threads: The calling one included; at least 1.
    ///   - realtimePriority: Of the other threads; `nil` for the ordinary scheduler.
    /// - Returns: The team.
    /// - Throws: `.noThreads`.
    public static func of(_ threads: Int, realtimePriority: Int? = nil) throws(ModelError) -> Team {
        do throws(HostError) {
            return try Team(members: min(threads, largest), realtimePriority: realtimePriority)
        } catch {
            throw .noThreads(error)
        }
    }
}
