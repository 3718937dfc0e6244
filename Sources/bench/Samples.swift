import Foundation

/// Measured numbers, for their median and their tail.
struct Samples {
    private var values: [Double] = []

    mutating func add(_ value: Double) { values.append(value) }

    var median: Double { quantile(0.5) }

    var mean: Double { values.reduce(0, +) / Double(values.count) }

    func quantile(_ share: Double) -> Double {
        let sorted = values.sorted()
        return sorted[Int((share * Double(sorted.count - 1)).rounded())]
    }

    /// How long `body` takes.
    static func milliseconds(_ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        let time = clock.measure(body)
        return Double(time.components.attoseconds) * 1e-15 + Double(time.components.seconds) * 1e3
    }

    /// A row of a table: median, p99, maximum.
    func line(_ name: String) -> String {
        String(format: "%8.1f%8.1f%8.1f  ", median, quantile(0.99), quantile(1)) + name
    }

    /// A row of a table: minimum, median, p99, maximum, speed and its share of the limit, if there
    /// is one.
    func line(operations: Int, limit: Double?) -> String {
        let speed = Double(operations) / median * 1e-6
        let share = limit.map { String(format: "%9.0f %%  ", 100 * speed / $0) } ?? "        -    "
        return String(
            format: "%8.2f%8.2f%8.2f%8.2f%9.1f", quantile(0), median, quantile(0.99), quantile(1),
            speed) + share
    }
}
