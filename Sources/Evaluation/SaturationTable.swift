import Foundation

/// How much of each defect must be found for it to count as wholly found: MVTec LOCO's
/// `defects_config.json`.
struct SaturationTable: Sendable, Equatable {
    private struct Entry: Decodable {
        var pixel_value: Int
        var saturation_threshold: Double
        var relative_saturation: Bool
    }

    private struct Rule: Sendable, Equatable {
        var threshold: Double
        var isRelative: Bool
    }

    private var rules: [Int: Rule] = [:]

    /// Reads the table.
    ///
    /// - Throws: `.badSaturations`.
    static func read(_ file: String) throws(EvaluationError) -> SaturationTable {
        guard let data = TextFile.contents(of: file) else {
            throw .badSaturations(file: file, reason: "is missing or cannot be read")
        }
        let entries: [Entry]
        do {
            entries = try JSONDecoder().decode([Entry].self, from: data)
        } catch {
            throw .badSaturations(file: file, reason: "is not the list it should be")
        }
        var table = SaturationTable()
        for entry in entries {
            guard entry.saturation_threshold > 0 else {
                throw .badSaturations(
                    file: file, reason: "the threshold of value \(entry.pixel_value) is not above 0"
                )
            }
            table.rules[entry.pixel_value] = Rule(
                threshold: entry.saturation_threshold, isRelative: entry.relative_saturation)
        }
        return table
    }

    /// The pixels of a region that must be found.
    ///
    /// - Parameters:
    ///   - value: What the region is drawn with.
    ///   - area: How many pixels it has.
    /// - Returns: `nil` for a value that the table has not.
    func saturation(of value: Int, area: Int) -> Double? {
        rules[value].map { $0.isRelative ? $0.threshold * Double(area) : $0.threshold }
    }
}
