import Anomaly
import CKernels
import Compute
import Foundation
import Training

/// `bench learning`: one step of EfficientAD's training, batch 1, in milliseconds.
///
/// The weights are random: no time depends on them. A step is what the published training does:
/// the teacher for the picture and for its changed copy, three passes of the student forth and
/// back, one of the autoencoder, Adam.
struct LearningSpeed {
    static let usage =
        "bench learning [--size S|M] [--threads N] [--precision f32|bf16] [--shared N] [--steps N] "
        + "[--turns]"

    private var size = ModelSize.small
    private var threads = 1
    private var precision = LearningPrecision.f32
    private var steps = 10
    /// How many of the student's first layers are the teacher's and stay so.
    private var shared = 0
    private var takesTurns = false

    /// Reads the words behind `learning`; nil if one is not understood.
    init?(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--turns" {
                takesTurns = true
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            switch word {
                case "--size":
                    guard let size = ["S": ModelSize.small, "M": .medium][value] else { return nil }
                    self.size = size
                case "--threads":
                    guard let number = Int(value), number > 0 else { return nil }
                    threads = number
                case "--precision":
                    guard let precision = LearningPrecision(rawValue: value) else { return nil }
                    self.precision = precision
                case "--shared":
                    guard let number = Int(value), (1...2).contains(number) else { return nil }
                    shared = number
                case "--steps":
                    guard let number = Int(value), number > 1 else { return nil }
                    steps = number
                default: return nil
            }
        }
    }

    func run() throws {
        let run = try Step(size, threads: threads, shared: shared, precision)
        if takesTurns {
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
        let name = "EfficientAD-\(size == .small ? "S" : "M"), \(precision), \(threads) thread(s)"
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
            let picture = NetworkSpeed.picture.map(Float.init)
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
