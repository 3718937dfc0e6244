import Anomaly
import ArgumentParser
import CKernels
import Compute
import Foundation

/// `bench speed`: every step of a detector's networks and the whole picture, in milliseconds.
///
/// The weights are random: no layer's time depends on them. Each figure stands beside what the
/// processor does at best in the same run, without touching memory.
struct NetworkSpeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speed",
        abstract: "Time every step of a detector's networks and the whole picture.")

    @OptionGroup var options: NetworkOptions

    @Option("How often every step is timed.", valueName: "N", read: WholeNumber.atLeast(2))
    var pictures = 60

    func run() throws {
        options.useLevel()
        let weights = try options.weights()
        let begun = ContinuousClock.now
        let networks = try options.networks(weights)
        let planning = begun.duration(to: .now)
        let picture = NetworkOptions.picture
        let facts = networks.plan.stepFacts
        var steps = [Samples](repeating: Samples(), count: facts.count)
        var whole = Samples()
        var peak = Samples()
        networks.run(picture.span)
        for _ in 0..<pictures {
            if lacking == nil { peak.add(peakSpeed()) }
            whole.add(Samples.milliseconds { networks.run(picture.span) })
            for index in facts.indices {
                steps[index].add(Samples.milliseconds { networks.plan.runStep(index) })
            }
        }
        let limit = lacking == nil ? peak.median * Double(options.threads) : nil
        report(facts, steps, whole, limit: limit)
        print("planned in \(planning.formatted(.units(allowed: [.milliseconds])))")
        if let shared = options.shared {
            try compare(
                networks, "\(shared) layer(s) of teacher and student shared",
                with: options.weights(shared: 0), "nothing shared")
        }
        if let memory = options.memory {
            try compare(
                networks, "a memory of \(memory)", with: options.weights(shared: 2),
                "EfficientAD, two layers of teacher and student shared")
        }
    }

    /// In turns with others.
    private func compare(
        _ networks: DetectorNetworks, _ name: String, with weights: NetworkWeights, _ other: String
    ) throws {
        let others = try options.networks(weights)
        let picture = NetworkOptions.picture
        var (these, those) = (Samples(), Samples())
        others.run(picture.span)
        for _ in 0..<pictures {
            these.add(Samples.milliseconds { networks.run(picture.span) })
            those.add(Samples.milliseconds { others.run(picture.span) })
        }
        print(these.line("the whole picture, " + name))
        print(those.line("in turns with it, " + other))
    }

    /// The products that the level in use has not; what would be measured as their limit goes by
    /// other instructions than the networks.
    private var lacking: String? {
        guard !options.precision.isFast else { return nil }
        return options.precision == .int8 ? "bytes" : "bfloat16"
    }

    /// What one core does at best now, in floating-point operations a nanosecond.
    private func peakSpeed() -> Double {
        var operations = 0.0
        let time = Samples.milliseconds {
            operations =
                switch options.precision {
                    case .f32: ckernels_peak(400_000)
                    case .bf16: ckernels_bf16_peak(40_000)
                    case .int8: ckernels_int8_peak(40_000)
                }
        }
        return operations / time * 1e-6
    }

    private func report(
        _ facts: [StepFacts], _ steps: [Samples], _ whole: Samples, limit: Double?
    ) {
        let level = InstructionLevel.inUse.rawValue
        let name =
            "\(options.memory == nil ? "EfficientAD" : "memory")-\(options.size.rawValue), "
            + "\(options.precision.rawValue), \(level), \(options.threads) thread(s)"
        let most =
            limit.map { "limit \(String(format: "%.0f", $0)) GFLOP/s" }
            ?? "no limit: \(level) has no fast products of \(lacking ?? "these numbers")"
        print("\(name), \(pictures) pictures; \(most)")
        print("     min  median     p99     max  GFLOP/s  of limit  step")
        for (facts, samples) in zip(facts, steps) {
            print(samples.line(operations: facts.operations, limit: limit) + facts.text)
        }
        let all = facts.reduce(0) { $0 + $1.operations }
        print(whole.line(operations: all, limit: limit) + "the whole picture")
    }
}
