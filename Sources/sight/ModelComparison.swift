import Anomaly
import Foundation

/// What a calibration changed, old beside new.
struct ModelComparison {
    private let old: Model
    private let new: Model

    /// Prepares the comparison of two models with the same networks.
    init(old: Model, new: Model) {
        self.old = old
        self.new = new
    }

    /// A table of names, old and new values, one a line.
    var text: String {
        let rows = [("", "old", "new")] + self.rows
        let widths = (
            rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0
        )
        return rows.map { row in
            row.0.padding(toLength: widths.0 + 2, withPad: " ", startingAt: 0)
                + row.1.padding(toLength: widths.1 + 2, withPad: " ", startingAt: 0) + row.2
        }.joined(separator: "\n")
    }

    private var rows: [(String, String, String)] {
        [
            row("detector") { $0.detector.rawValue },
            row("fitted to") { "\($0.facts.training.count) pictures" },
            row("held out") { "\($0.facts.calibration.count) pictures" },
            row("memory") { $0.weights.memory.map { "\($0.count) vectors" } ?? "–" },
            row("map quantiles") { Self.quantiles($0.studentQuantiles) },
            row("wider memories") {
                Self.list($0.weights.widerMemories.map { "\($0.count) vectors" })
            },
            row("other quantiles") { Self.list($0.otherQuantiles.map(Self.quantiles)) },
            row("picturable") { Self.spread($0.standardisation.picturable) },
            row("distance") { $0.standardisation.unpicturable.map(Self.spread) ?? "–" },
            row("threshold at 1 %") { Self.threshold($0, rate: 0.01) },
            row("threshold at 0.1 %") { Self.threshold($0, rate: 0.001) },
        ]
    }

    private func row(
        _ name: String, _ value: (Model) -> String
    ) -> (String, String, String) {
        (name, value(old), value(new))
    }

    private static func list(_ texts: [String]) -> String {
        texts.isEmpty ? "–" : texts.joined(separator: ", ")
    }

    private static func quantiles(_ quantiles: MapQuantiles) -> String {
        String(format: "%.4g %.4g", quantiles.a, quantiles.b)
    }

    private static func spread(_ spread: ScoreSpread) -> String {
        String(format: "mean %.4g, deviation %.4g", spread.mean, spread.deviation)
    }

    /// The threshold with what it can promise, which is more than asked for where scores are few.
    private static func threshold(_ model: Model, rate: Double) -> String {
        let threshold = Threshold(
            scores: model.calibrationScores.map(\.combined), falseRejectRate: rate)
        return String(
            format: "%.4g (promises %.2g %%, below %.2g %%)", threshold.value,
            100 * (threshold.promised ?? 0), 100 * (threshold.confidenceBound ?? 0))
    }
}
