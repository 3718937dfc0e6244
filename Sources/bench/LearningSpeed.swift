import Anomaly
import ArgumentParser
import CKernels
import Compute
import Foundation
import Training

/// `bench learning`: one step of EfficientAD's training, batch 1, in milliseconds.
///
/// The weights are random: no time depends on them. A step is what the published training does:
/// the teacher for the picture and for its changed copy, three passes of the student forth and
/// back, one of the autoencoder, Adam.
struct LearningSpeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learning", abstract: "Time one step of EfficientAD's training.")

    @Option(help: ArgumentHelp("How wide the networks are.", valueName: "S|M"))
    var size = SizeChoice.small

    @Option(
        "Threads that work, at most one a processor.", valueName: "N", read: WholeNumber.threads)
    var threads = 1

    @Option(help: ArgumentHelp("The numbers that are multiplied.", valueName: "f32|bf16"))
    var precision = LearningPrecision.f32

    @Option(
        "How many of the student's first layers are the teacher's and stay so, 1 or 2.",
        valueName: "N", read: WholeNumber.within(1...2))
    var shared: Int?

    @Option("How often the step is timed.", valueName: "N", read: WholeNumber.atLeast(2))
    var steps = 10

    @Flag(help: "Time one step for each line of standard input, for other programs.")
    var turns = false

    func run() throws {
        let run = try Step(size.size, threads: threads, shared: shared ?? 0, precision)
        if turns {
            run.turn()
            answerTurns(run)
            return
        }
        report(run)
    }

    /// The whole step and its parts; a step has three passes of the student, one of the other.
    private func report(_ run: Step) {
        var whole = Samples()
        var parts = Array(repeating: Samples(), count: run.parts.count)
        run.turn()
        for _ in 0..<steps {
            whole.add(Samples.milliseconds { run.turn() })
            for (index, part) in run.parts.enumerated() {
                parts[index].add(Samples.milliseconds(part.body))
            }
        }
        let name = "EfficientAD-\(size.rawValue), \(precision), \(threads) thread(s)"
        print("\(name), \(steps) steps of learning\n  median     p99     max  part")
        for (part, samples) in zip(run.parts, parts) { print(samples.line(part.name)) }
        print(whole.line("the whole step"))
    }

    /// One step for each line that comes in, told in milliseconds.
    private func answerTurns(_ run: Step) {
        say("ready")
        while readLine() != nil { say("\(Samples.milliseconds { run.turn() })") }
    }

    /// A step with all it needs.
    private final class Step {
        private let learner: EfficientADLearner
        private let teacher: TeacherNetwork
        private let example: EfficientADLearner.Example
        private var number = 0

        init(
            _ size: ModelSize, threads: Int, shared: Int, _ precision: LearningPrecision
        ) throws {
            let weights = RandomWeights.networks(size, shared: shared)
            learner = try EfficientADLearner(
                weights, team: try Team(members: threads), fixed: shared,
                element: precision.element)
            teacher = try TeacherNetwork(
                weights, threads: threads, element: precision.element)
            let picture = NetworkOptions.picture.map(Float.init)
            func map() -> BlockMap { BlockMap(channels: weights.channels, cells: 56 * 56) }
            example = EfficientADLearner.Example(
                picture: picture, augmented: picture, penalty: picture, taught: map(),
                augmentedTaught: map())
        }

        private func teach() {
            teacher.run(example.picture, into: example.taught)
            if let taught = example.augmentedTaught { teacher.run(example.augmented, into: taught) }
        }

        /// What a step consists of.
        var parts: [(name: String, body: () -> Void)] {
            [
                ("teacher, both pictures", teach),
                ("student forth", { [learner] in learner.student.forward() }),
                ("student back", { [learner] in learner.student.backward() }),
                ("autoencoder forth", { [learner] in learner.autoencoder.forward(seed: 1) }),
                ("autoencoder back", { [learner] in learner.autoencoder.backward() }),
                ("Adam, weights laid out anew", { [self] in move() }),
            ]
        }

        private func move() { learner.move(Adam(rate: 1e-4), number: number) }

        func turn() {
            number += 1
            teach()
            learner.clear()
            _ = learner.gather(example, dropoutSeed: UInt32(number))
            move()
        }
    }
}
