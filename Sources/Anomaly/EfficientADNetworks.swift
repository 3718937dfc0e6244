import Compute
import Host

/// EfficientAD's three networks, ready to run on pictures of 256x256.
///
/// One run gives everything that both scores are made of: the two raw maps and the mean features.
/// For judging pictures use a `Detector`; this is for what comes before one exists: computing
/// quantiles, the Gaussian and the standardisation. Owns its memory; `run` allocates nothing. One
/// thread at a time.
///
/// - Source: EfficientAD (Batzner et al., WACV 2024), Algorithm 2, unpadded as in PUAD.
public final class EfficientADNetworks {
    /// The outputs of the teacher, and half those of the student.
    public let channels: Int
    /// The student map of the last picture, raw, (56, 56): teacher against student.
    public private(set) var studentMap: [Float]
    /// The autoencoder map of the last picture, raw, (56, 56): autoencoder against student.
    public private(set) var autoencoderMap: [Float]
    /// The teacher's outputs for the last picture, normalised, (channels, 56, 56).
    ///
    /// With mean 0 and deviation 1 in the weights they are as the network gives them: the mean and
    /// the deviation of a product's pictures are found that way.
    public private(set) var teacherOutput: [Float]
    /// The student's outputs for the last picture, (2 · channels, 56, 56).
    ///
    /// The first half imitates the teacher, the second the autoencoder.
    public private(set) var studentOutput: [Float]

    private var autoencoderOutput: [Float]
    private var planes: [Float]
    private var workspace: Workspace
    private let teacher: Plan
    private let student: Plan
    private let autoencoder: Plan

    private static let means = [0.485, 0.456, 0.406]
    private static let deviations = [0.229, 0.224, 0.225]
    private static let scale = deviations.map { Float(1 / (255 * $0)) }
    private static let shift = zip(means, deviations).map { Float(-$0 / $1) }
    private static let cells = NetworkTable.mapSide * NetworkTable.mapSide

    /// Plans the networks and takes all the memory they need.
    ///
    /// - Parameters:
    ///   - weights: Of any width.
    ///   - threads: How many threads work on one picture, the calling one included; at least 1;
    ///     more than `Team.largest` count as that many.
    ///   - realtimePriority: Of the other threads; `nil` for the ordinary scheduler.
    /// - Throws: `.badTensor` for weights that do not fit together, `.noThreads`.
    public init(
        _ weights: NetworkWeights, threads: Int, realtimePriority: Int? = nil
    ) throws(ModelError) {
        try weights.check(file: "the model in memory")
        let threads = min(threads, Team.largest)
        let team: Team
        do throws(HostError) {
            team = try Team(members: threads, realtimePriority: realtimePriority)
        } catch {
            throw .noThreads(error)
        }
        let side = NetworkTable.pictureSide
        let input = Shape(channels: 3, height: side, width: side)
        teacher = Plan(weights.operations(of: .teacher), input: input, members: threads)
        student = Plan(weights.operations(of: .student), input: input, members: threads)
        autoencoder = Plan(weights.operations(of: .autoencoder), input: input, members: threads)
        workspace = Workspace(for: [teacher, student, autoencoder], team: team)
        channels = weights.channels
        planes = [Float](repeating: 0, count: input.count)
        teacherOutput = [Float](repeating: 0, count: teacher.output.count)
        studentOutput = [Float](repeating: 0, count: student.output.count)
        autoencoderOutput = [Float](repeating: 0, count: autoencoder.output.count)
        studentMap = [Float](repeating: 0, count: Self.cells)
        autoencoderMap = [Float](repeating: 0, count: Self.cells)
    }

    /// Runs the three networks on one picture and fills the maps.
    ///
    /// - Parameter picture: (256, 256, 3), RGB, 8 bits, already resized.
    public func run(_ picture: Span<UInt8>) {
        picturePlanes(picture, scale: Self.scale, shift: Self.shift, into: &planes)
        teacher.run(planes.span, into: &teacherOutput, using: &workspace)
        student.run(planes.span, into: &studentOutput, using: &workspace)
        autoencoder.run(planes.span, into: &autoencoderOutput, using: &workspace)
        distanceMap(
            teacherOutput, studentOutput, from: 0, channels: channels, into: &studentMap)
        distanceMap(
            autoencoderOutput, studentOutput, from: channels, channels: channels,
            into: &autoencoderMap)
    }

    /// Fills `feature` with the last picture's mean feature vector, (channels).
    ///
    /// - Parameters:
    ///   - kind: Of which network.
    ///   - feature: As long as there are channels.
    public func meanFeature(_ kind: FeatureKind, into feature: inout [Double]) {
        precondition(feature.count == channels, "a feature vector has one element a channel")
        switch kind {
            case .student: planeMeans(studentOutput, pixels: Self.cells, into: &feature)
            case .teacher: planeMeans(teacherOutput, pixels: Self.cells, into: &feature)
        }
    }
}
