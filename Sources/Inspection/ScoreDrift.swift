/// How far the latest scores lie from those of the good parts the model was calibrated on.
///
/// Normalised scores of good parts have mean 0 and deviation 1 by construction; a mean that wanders
/// tells of a lamp that ages or a camera that moved, before parts begin to fail.
struct ScoreDrift {
    private var values: [Float] = []
    private var next = 0

    init() { values.reserveCapacity(Limits.driftWindow) }

    /// The scores in the window.
    var count: Int { values.count }

    /// Forgets all scores.
    mutating func clear() {
        values.removeAll(keepingCapacity: true)
        next = 0
    }

    /// Takes a score, in place of the oldest where the window is full.
    mutating func add(_ value: Float) {
        if values.count < Limits.driftWindow {
            values.append(value)
        } else {
            values[next] = value
        }
        next = (next + 1) % Limits.driftWindow
    }

    /// The mean of the window; 0 when it is empty.
    var mean: Float {
        values.isEmpty ? 0 : values.reduce(0, +) / Float(values.count)
    }

    /// The standard deviation over the window (n); 0 when it is empty.
    var deviation: Float {
        guard !values.isEmpty else { return 0 }
        let mean = mean
        let sum = values.reduce(Float(0)) { $0 + ($1 - mean) * ($1 - mean) }
        return (sum / Float(values.count)).squareRoot()
    }
}
