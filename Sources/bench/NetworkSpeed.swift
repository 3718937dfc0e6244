import Anomaly
import CKernels
import Compute
import Foundation

/// `bench speed`: every step of a detector's networks and the whole picture, in milliseconds.
///
/// The weights are random: no layer's time depends on them. Each figure stands beside what the
/// processor does at best in the same run, without touching memory.
struct NetworkSpeed {
    static let usage =
        "bench speed [--size S|M] [--threads N] [--shared N | --memory N] [--pictures N] "
        + "[--precision f32|bf16|int8] [--level \(levels)]"
    static let levels = InstructionLevel.allCases.map(\.rawValue).joined(separator: "|")

    var size = ModelSize.small
    var precision = NetworkPrecision.f32
    var threads = 1
    var pictures = 60
    /// How many of the student's first layers are the teacher's.
    var shared = 0
    /// The vectors of a memory in place of student and autoencoder.
    var memory = 0

    /// Reads the words behind `speed`; nil if one is not understood.
    init?(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch word {
                case "--size":
                    guard let size = ["S": ModelSize.small, "M": .medium][value] else { return nil }
                    self.size = size
                case "--precision":
                    guard let precision = NetworkPrecision(rawValue: value) else { return nil }
                    self.precision = precision
                case "--threads":
                    guard let number = Int(value), number > 0 else { return nil }
                    threads = number
                case "--shared":
                    guard let number = Int(value), (1...2).contains(number) else { return nil }
                    shared = number
                case "--memory":
                    guard let number = Int(value), (1...MemoryBank.mostVectors) ~= number
                    else { return nil }
                    memory = number
                case "--pictures":
                    guard let number = Int(value), number > 1 else { return nil }
                    pictures = number
                case "--level":
                    guard let level = InstructionLevel(rawValue: value), level.use()
                    else { return nil }
                default: return nil
            }
        }
        guard shared == 0 || memory == 0 else { return nil }
    }

    func run() throws {
        let weights = try weights(shared: shared)
        let begun = ContinuousClock.now
        let networks = try DetectorNetworks(
            weights, threads: threads, element: precision.element)
        let planning = begun.duration(to: .now)
        let picture = Self.picture
        let facts = networks.plan.stepFacts
        var steps = [Samples](repeating: Samples(), count: facts.count)
        var whole = Samples()
        var peak = Samples()
        networks.run(picture.span)
        for _ in 0..<pictures {
            peak.add(peakSpeed())
            whole.add(Samples.milliseconds { networks.run(picture.span) })
            for index in facts.indices {
                steps[index].add(Samples.milliseconds { networks.plan.runStep(index) })
            }
        }
        report(facts, steps, whole, limit: peak.median * Double(threads))
        print("planned in \(planning.formatted(.units(allowed: [.milliseconds])))")
        if shared > 0 {
            try compare(
                networks, "\(shared) layer(s) of teacher and student shared",
                with: self.weights(shared: 0), "nothing shared")
        }
        if memory > 0 {
            try compare(
                networks, "a memory of \(memory)",
                with: self.weights(shared: 2),
                "EfficientAD, two layers of teacher and student shared")
        }
    }

    /// Random weights; for bytes with the ranges of a picture.
    func weights(shared: Int) throws -> NetworkWeights {
        var weights =
            memory > 0 && shared == 0
            ? RandomWeights.memory(size, vectors: memory)
            : RandomWeights.networks(size, shared: shared)
        guard precision == .int8 else { return weights }
        let exact = try DetectorNetworks(weights, threads: threads)
        exact.run(Self.picture.span)
        var ranges = ActivationRanges(values: [])
        exact.widen(&ranges)
        weights.ranges = ranges
        return weights
    }

    /// In turns with others.
    private func compare(
        _ networks: DetectorNetworks, _ name: String, with weights: NetworkWeights, _ other: String
    ) throws {
        let others = try DetectorNetworks(weights, threads: threads, element: precision.element)
        var (these, those) = (Samples(), Samples())
        others.run(Self.picture.span)
        for _ in 0..<pictures {
            these.add(Samples.milliseconds { networks.run(Self.picture.span) })
            those.add(Samples.milliseconds { others.run(Self.picture.span) })
        }
        print(these.line("the whole picture, " + name))
        print(those.line("in turns with it, " + other))
    }

    /// A picture of 256x256 without a pattern.
    static let picture = (0..<256 * 256 * 3).map {
        UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11)
    }

    /// What one core does at best now, in floating-point operations a nanosecond.
    private func peakSpeed() -> Double {
        var operations = 0.0
        let time = Samples.milliseconds {
            operations =
                switch precision {
                    case .f32: ckernels_peak(400_000)
                    case .bf16: ckernels_bf16_peak(40_000)
                    case .int8: ckernels_int8_peak(40_000)
                }
        }
        return operations / time * 1e-6
    }

    private func report(
        _ facts: [StepFacts], _ steps: [Samples], _ whole: Samples, limit: Double
    ) {
        let name =
            "\(memory > 0 ? "memory" : "EfficientAD")-\(size == .small ? "S" : "M"), "
            + "\(precision.rawValue), \(InstructionLevel.inUse.rawValue), \(threads) thread(s)"
        print("\(name), \(pictures) pictures; limit \(String(format: "%.0f", limit)) GFLOP/s")
        print("     min  median     p99     max  GFLOP/s  of limit  step")
        for (facts, samples) in zip(facts, steps) {
            print(samples.line(operations: facts.operations, limit: limit) + facts.text)
        }
        let all = facts.reduce(0) { $0 + $1.operations }
        print(whole.line(operations: all, limit: limit) + "the whole picture")
    }
}
