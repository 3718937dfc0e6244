import Anomaly
import ArgumentParser
import Evaluation
import Foundation

/// `bench promise`: whether good parts fail no more often than thresholds promise.
///
/// Good parts are divided at random again and again: a threshold is drawn from one half and good
/// parts of the other half are counted that fail.
struct Promise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promise",
        abstract: "Tell whether good parts fail no more often than thresholds promise.")

    @Option(help: ArgumentHelp("The model file whose scores are divided.", valueName: "FILE"))
    var model = "config/demo.safetensors"

    @Option("How often good parts are divided.", valueName: "N", read: WholeNumber.atLeast(1))
    var splits = 200

    @Option("What every random choice follows from.", valueName: "S", read: WholeNumber.atLeast(0))
    var seed: UInt64 = 1

    /// One row: what happened in all splits.
    private struct Row {
        var promised = 0.0
        var bound = 0.0
        var measured = 0.0
        var kept = 0
        var rateKept = 0
        var knowsRate = false
    }

    func run() throws {
        let scores = try ModelFile.read(path: model).calibrationScores
        let half = scores.count / 2
        print("\(splits) random splits of good parts each, seed \(seed); n calibrate, n are new")
        print(
            """
            law                           n  asked  average  bound 95%  measured  counts kept  \
            rates kept
            """)
        var random = FixedNumbers(seed: seed)
        var (kept, all) = (0, 0)
        let real: [ScoreLaw] = [.real(scores), .refitted(scores)]
        let others: [ScoreLaw] = [.resampled(scores), .pareto, .logNormal, .student]
        let cases =
            real.flatMap { law in [0.001, 0.05].map { (law, half, $0) } }
            + others.flatMap { law in
                [(law, 50, 0.001), (law, 200, 0.01), (law, 1000, 0.01)]
            }
        for (law, count, rate) in cases {
            let row = simulate(law, count, rate, &random)
            kept += row.kept
            all += splits
            print(text(law, count, rate, row))
        }
        let share = Share(kept, of: all)
        print(
            String(
                format: "all: %d of %d splits keep the count promised, %.1f %%", kept, all,
                100 * share.value))
    }

    private func simulate(
        _ law: ScoreLaw, _ count: Int, _ rate: Double, _ random: inout FixedNumbers
    ) -> Row {
        var row = Row()
        for _ in 0..<splits {
            let (known, fresh) = law.draw(count, count, using: &random)
            let threshold = Threshold(scores: known, falseRejectRate: rate)
            let failed = fresh.count { $0 >= threshold.value }
            row.promised = threshold.promised ?? 0
            row.bound = threshold.confidenceBound ?? 0
            row.measured += Double(failed) / Double(count * splits)
            if failed <= threshold.mostFailures(among: count) ?? 0 { row.kept += 1 }
            guard let exact = law.rate(from: threshold.value) else { continue }
            row.knowsRate = true
            if exact <= row.bound { row.rateKept += 1 }
        }
        return row
    }

    private func text(_ law: ScoreLaw, _ count: Int, _ rate: Double, _ row: Row) -> String {
        let name = law.name.padding(toLength: 26, withPad: " ", startingAt: 0)
        let rates =
            row.knowsRate
            ? String(format: "%10.1f %%", 100 * Double(row.rateKept) / Double(splits))
            : "           –"
        return name
            + String(
                format: "%5d %5.1f%% %7.2f%% %9.2f%% %8.2f%% %10.1f %%", count, 100 * rate,
                100 * row.promised, 100 * row.bound, 100 * row.measured,
                100 * Double(row.kept) / Double(splits)) + rates
    }
}
