import Anomaly
import Foundation

/// How the scores of good parts are spread in a simulation.
enum ScoreLaw {
    /// The calibration scores of a model, as they are, divided without repetition.
    case real([CalibrationScore])
    /// The same, with both scores standardised anew on each calibration half, as a model would.
    case refitted([CalibrationScore])
    /// The same, drawn with repetition, with a little noise so that no two are equal.
    case resampled([CalibrationScore])
    /// Tails that fall as x⁻¹·⁵: a mean, but no deviation.
    case pareto
    /// The exponential of a normal law.
    case logNormal
    /// Student's law with two degrees of freedom.
    case student

    /// Its name in the table.
    var name: String {
        switch self {
            case .real: "the model's scores"
            case .refitted: "the same, scales refitted"
            case .resampled: "the same, resampled"
            case .pareto: "Pareto 1.5"
            case .logNormal: "log-normal"
            case .student: "Student, 2 degrees"
        }
    }

    /// Draws the scores of calibration parts and of new ones.
    func draw(
        _ calibration: Int, _ fresh: Int, using random: inout FixedNumbers
    ) -> (calibration: [Float], fresh: [Float]) {
        switch self {
            case .real(let scores):
                let drawn = scores.shuffled(using: &random).map(\.combined)
                return (Array(drawn.prefix(calibration)), Array(drawn.suffix(fresh)))
            case .refitted(let scores):
                let drawn = scores.shuffled(using: &random)
                return Self.refit(drawn.prefix(calibration), drawn.suffix(fresh))
            default:
                return (
                    (0..<calibration).map { _ in score(&random) },
                    (0..<fresh).map { _ in score(&random) }
                )
        }
    }

    private static func refit(
        _ calibration: ArraySlice<CalibrationScore>, _ fresh: ArraySlice<CalibrationScore>
    ) -> (calibration: [Float], fresh: [Float]) {
        let scales = [\CalibrationScore.picturable, \.unpicturable].map { part in
            (part, try? ScoreSpread(of: calibration.map { Double($0[keyPath: part]) }))
        }
        let combined = { (score: CalibrationScore) in
            Float(
                scales.reduce(0) { sum, scale in
                    sum + (scale.1?.standardised(Double(score[keyPath: scale.0])) ?? 0)
                })
        }
        return (calibration.map(combined), fresh.map(combined))
    }

    private func score(_ random: inout FixedNumbers) -> Float {
        let uniform = Double.random(in: 1e-12..<1, using: &random)
        switch self {
            case .real(let scores), .refitted(let scores), .resampled(let scores):
                let drawn = scores.randomElement(using: &random)?.combined ?? 0
                return drawn + Float(1e-3 * (uniform - 0.5))
            case .pareto: return Float(pow(uniform, -1 / 1.5))
            case .logNormal:
                let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &random)
                return Float(exp((-2 * log(uniform)).squareRoot() * cos(angle)))
            case .student:
                let centred = 2 * uniform - 1
                return Float(centred * (2 / max(1 - centred * centred, 1e-12)).squareRoot())
        }
    }

    /// The exact share of good parts that score `threshold` or more; `nil` where it is not known.
    func rate(from threshold: Float) -> Double? {
        let t = Double(threshold)
        switch self {
            case .real, .refitted, .resampled: return nil
            case .pareto: return min(pow(max(t, 1), -1.5), 1)
            case .logNormal: return t <= 0 ? 1 : 0.5 * erfc(log(t) / 2.0.squareRoot())
            case .student: return 0.5 - t / (2 * (2 + t * t).squareRoot())
        }
    }
}
