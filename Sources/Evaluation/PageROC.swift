import Foundation

/// The ROC curves of EfficientAD, of the distance and of both.
struct PageROC {
    private static let (side, left, top) = (250.0, 48.0, 26.0)
    private let curves: [(name: String, points: [(x: Double, y: Double)])]

    /// Prepares the curves of the scores that the model has.
    init(_ evaluation: Evaluation) {
        let kinds: [ScoreKind] = [.efficientAD, .puad, .distance]
        curves = kinds.compactMap { kind in
            guard let auroc = evaluation.all.image[kind]?.auroc else { return nil }
            return (
                "\(kind.title(evaluation.detector)) \(Evaluation.percent(auroc))",
                Self.points(
                    good: evaluation.good.compactMap { $0.scores[kind] },
                    bad: evaluation.defective.compactMap { $0.scores[kind] })
            )
        }
    }

    /// False-positive and true-positive rate at every distinct score, from (0, 0) to (1, 1).
    static func points(good: [Float], bad: [Float]) -> [(x: Double, y: Double)] {
        let all = (good.map { ($0, false) } + bad.map { ($0, true) }).sorted { $0.0 > $1.0 }
        var (hits, alarms) = (0, 0)
        var points = [(x: 0.0, y: 0.0)]
        for (place, (score, isBad)) in all.enumerated() {
            if isBad { hits += 1 } else { alarms += 1 }
            guard place + 1 == all.count || all[place + 1].0 != score else { continue }
            points.append(
                (Double(alarms) / Double(good.count), Double(hits) / Double(bad.count)))
        }
        return points
    }

    /// The chart; empty without both classes.
    var svg: String {
        guard !curves.isEmpty else { return "" }
        let (width, height) = (Self.left + Self.side + 170, Self.top + Self.side + 44)
        let (bottom, right) = (Self.top + Self.side, Self.left + Self.side)
        let middle = Self.top + Self.side / 2
        return """
            <svg role="img" aria-label="ROC curves" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" \(PageStyle.chart)>
            <text class="title" x="0" y="13">ROC</text>
            <path class="axis" fill="none" stroke="#999" \
            d="M\(Self.left) \(Self.top)V\(bottom)H\(right)"/>
            <path class="axis" fill="none" stroke="#999" stroke-dasharray="3 4" \
            d="M\(Self.left) \(bottom)L\(right) \(Self.top)"/>
            \(lines)
            <text x="\(Self.left)" y="\(bottom + 16)">0</text>
            <text x="\(right)" y="\(bottom + 16)" text-anchor="end">100 %</text>
            <text x="\(Self.left + Self.side / 2)" y="\(bottom + 32)" \
            text-anchor="middle">good parts failed</text>
            <text x="\(Self.left - 5)" y="\(Self.top + 10)" text-anchor="end">100 %</text>
            <text x="14" y="\(middle)" text-anchor="middle" \
            transform="rotate(-90 14 \(middle))">defects found</text>
            </svg>
            """
    }

    private var lines: String {
        curves.enumerated().map { place, curve in
            let points = curve.points.map { point in
                String(
                    format: "%.1f,%.1f", Self.left + point.x * Self.side,
                    Self.top + (1 - point.y) * Self.side)
            }
            let y = Self.top + Self.side - 50 + Double(place) * 18
            let x = Self.left + Self.side + 10
            let stroke = "fill=\"none\" stroke=\"\(["#2a6fb0", "#c8571b", "#5b8a3c"][place])\""
            return """
                <polyline class="curve c\(place)" \(stroke) \
                points="\(points.joined(separator: " "))"/>
                <path class="curve c\(place)" \(stroke) d="M\(x) \(y - 4)h14"/>
                <text x="\(x + 19)" y="\(y)">\(curve.name)</text>
                """
        }.joined()
    }
}
