public import Compute
import Host

/// EfficientAD's three networks, ready to run on pictures of 256x256.
///
/// One run gives everything that both scores are made of: the two raw maps and the mean features.
/// For judging pictures use a `Detector`; this is for what comes before one exists: computing
/// quantiles, the Gaussian and the standardisation. Owns its memory; `run` allocates nothing. One
/// thread at a time.
///
/// The outputs of teacher and student are never stored. Their difference is one convolution over
/// what both last layers read, squared and summed while it is at hand; the mean features follow
/// from the means of those maps.
///
/// - Source: EfficientAD (Batzner et al., WACV 2024), Algorithm 2, unpadded as in PUAD.
public final class EfficientADNetworks {
    /// The outputs of the teacher, and half those of the student.
    public let channels: Int
    /// The student map of the last picture, raw, (56, 56): teacher against student.
    public private(set) var studentMap: [Float]
    /// The autoencoder map of the last picture, raw, (56, 56): autoencoder against student.
    public private(set) var autoencoderMap: [Float]

    /// What runs, for those who time its steps.
    public let plan: Plan
    private let studentDistance: PlanBuilder.DistanceMap
    private let autoencoderDistance: PlanBuilder.DistanceMap
    private let studentFeature: PlanBuilder.Feature
    private let teacherFeature: PlanBuilder.Feature

    private static let cells = NetworkTable.mapSide * NetworkTable.mapSide

    /// Plans the networks and takes all the memory they need.
    ///
    /// - Parameters:
    ///   - weights: Of any width.
    ///   - threads: How many threads work on one picture, the calling one included; at least 1;
    ///     more than `Team.largest` count as that many.
    ///   - realtimePriority: Of the other threads; `nil` for the ordinary scheduler.
    ///   - element: The numbers that are multiplied; sums are float32.
    /// - Throws: `.badTensor` for weights that do not fit together, `.noThreads`.
    public init(
        _ weights: NetworkWeights, threads: Int, realtimePriority: Int? = nil,
        element: Element = .float32
    ) throws(ModelError) {
        try weights.check(file: "the model in memory")
        let teacher = weights.convolutions(of: .teacher)
        let student = weights.convolutions(of: .student)
        channels = weights.channels
        var builder = PlanBuilder.normalisedPicture(element)
        let both = builder.descriptors(teacher: teacher, student: student, builder.source)
        let output = builder.autoencoder(weights, builder.source)
        let (taught, learned) = (teacher[teacher.count - 1], student[student.count - 1])
        let imitatesTeacher = learned.outputs(0..<channels)
        studentDistance = builder.distance(of: taught.minus(imitatesTeacher), over: both)
        autoencoderDistance = builder.distance(
            of: learned.outputs(channels..<2 * channels), over: both.part(1), minus: output)
        studentFeature = builder.meanFeature(of: imitatesTeacher, over: both.part(1))
        teacherFeature = builder.meanFeature(of: taught, over: both.part(0))
        plan = Plan(builder, team: try .of(threads, realtimePriority: realtimePriority))
        studentMap = [Float](repeating: 0, count: Self.cells)
        autoencoderMap = [Float](repeating: 0, count: Self.cells)
    }

    /// Runs the three networks on one picture and fills the maps.
    ///
    /// - Parameter picture: (256, 256, 3), RGB, 8 bits, already resized.
    public func run(_ picture: Span<UInt8>) {
        plan.run(picture)
        plan.copy(studentDistance, into: &studentMap)
        plan.copy(autoencoderDistance, into: &autoencoderMap)
    }

    /// Fills `feature` with the last picture's mean feature vector, (channels).
    ///
    /// - Parameters:
    ///   - kind: Of which network.
    ///   - feature: As long as there are channels.
    public func meanFeature(_ kind: FeatureKind, into feature: inout [Double]) {
        switch kind {
            case .student: plan.fill(studentFeature, into: &feature)
            case .teacher: plan.fill(teacherFeature, into: &feature)
        }
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
