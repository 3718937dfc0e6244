import Anomaly
import Foundation

/// The scores of good and of defective parts, one above the other, with the threshold.
///
/// Colours also stand in the elements, for programs that do not apply the page's style to SVG.
struct PageHistogram {
    private static let bins = 48
    private static let (width, panel, left, right) = (560.0, 110.0, 44.0, 12.0)

    private let good: [Float]
    private let bad: [Float]
    private let threshold: Double
    private let low: Double
    private let high: Double

    /// Prepares the chart of the score that decides.
    init(_ evaluation: Evaluation) {
        good = evaluation.good.map(\.scores.deciding)
        bad = evaluation.defective.map(\.scores.deciding)
        threshold = Double(evaluation.promises.first?.threshold.value ?? 0)
        let lowest = Double((good + bad).min() ?? 0)
        let highest = Double((good + bad).max() ?? 1)
        // Gross defects score many times the threshold; what is near it is to be seen.
        let reach = max(Double(good.max() ?? 0), threshold)
        low = min(lowest, threshold) - 0.02 * (reach - min(lowest, threshold)) - 1e-6
        high = max(min(highest, reach + 1.5 * (reach - low)), reach + 0.05 * (reach - low))
    }

    /// The chart.
    var svg: String {
        let height = 2 * Self.panel + 74
        return """
            <svg role="img" aria-label="histogram of scores" width="\(Self.width)" \
            height="\(height)" viewBox="0 0 \(Self.width) \(height)" \(PageStyle.chart)>
            <text class="title" x="0" y="13">Scores, good parts above, defective below</text>
            \(bars(good, "good", top: 26))
            \(bars(bad, "bad", top: 40 + Self.panel))
            \(axis(at: 40 + 2 * Self.panel))
            \(limit(top: 22, bottom: 40 + 2 * Self.panel))
            </svg>
            """
    }

    private func counts(_ scores: [Float]) -> [Int] {
        var counts = [Int](repeating: 0, count: Self.bins)
        for score in scores {
            let place = (Double(score) - low) / (high - low) * Double(Self.bins)
            counts[Int(min(max(place, 0), Double(Self.bins - 1)))] += 1
        }
        return counts
    }

    private func x(_ score: Double) -> Double {
        let span = Self.width - Self.left - Self.right
        return Self.left + (min(max(score, low), high) - low) / (high - low) * span
    }

    private func bars(_ scores: [Float], _ style: String, top: Double) -> String {
        let counts = counts(scores)
        let most = max(counts.max() ?? 0, 1)
        let step = (Self.width - Self.left - Self.right) / Double(Self.bins)
        let bars = counts.enumerated().filter { $0.element > 0 }.map { bin, count in
            let height = Double(count) / Double(most) * (Self.panel - 8)
            return String(
                format: "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                Self.left + Double(bin) * step + 0.5, top + Self.panel - height, step - 1, height)
        }
        let colour = style == "good" ? "#2a6fb0" : "#c8571b"
        return """
            <text x="\(Self.left - 6)" y="\(top + 14)" text-anchor="end">\(most)</text>
            <path class="axis" fill="none" stroke="#999" \
            d="M\(Self.left) \(top + Self.panel)H\(Self.width - Self.right)"/>
            <g class="\(style)" fill="\(colour)">\(bars.joined())</g>
            """
    }

    private func axis(at top: Double) -> String {
        let ticks = (0...4).map { step in
            let value = low + Double(step) / 4 * (high - low)
            let more = step == 4 && Double(bad.max() ?? 0) > high ? "+" : ""
            let anchor = step == 4 ? "end" : step == 0 ? "start" : "middle"
            return String(
                format: "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"\(anchor)\">%.3g\(more)</text>",
                x(value), top + 18, value)
        }
        return ticks.joined()
    }

    private func limit(top: Double, bottom: Double) -> String {
        let place = x(threshold)
        let isRight = place > Self.width * 0.7
        return String(
            format: """
                <path class="limit" fill="none" stroke="#666" d="M%.1f %.1fV%.1f"/>\
                <text x="%.1f" y="%.1f" text-anchor="%@">threshold %.3g</text>
                """,
            place, top, bottom, place + (isRight ? -5 : 5), top + 10, isRight ? "end" : "start",
            threshold)
    }
}
