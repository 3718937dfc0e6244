import Anomaly
import Foundation

/// What there is to know about a model, for people and for programs.
struct ModelSheet {
    private let model: Model
    private let path: String

    /// Prepares the sheet of a model.
    init(_ model: Model, path: String) {
        self.model = model
        self.path = path
    }

    /// A table of names and values, one a line.
    var text: String {
        let rows = facts + thresholds
        let width = rows.map(\.name.count).max() ?? 0
        return rows.map { row in
            row.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + row.value
        }.joined(separator: "\n")
    }

    /// One JSON object.
    func json() throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    // MARK: For people

    private var facts: [(name: String, value: String)] {
        var rows = [
            ("model", path),
            ("detector", model.detector.rawValue),
            ("size", "\(size), \(Self.grouped(parameters)) parameters"),
        ]
        for network in model.weights.networks {
            rows.append(
                (network.rawValue, widths(network).map(String.init).joined(separator: " ")))
        }
        for (name, memory) in memories {
            rows.append(
                (
                    name,
                    "\(memory.count) vectors of good parts, \(memory.axes.shape[0]) coordinates"
                ))
        }
        rows += [
            ("picture", "256x256, \(ModelFacts.preprocess)"),
            ("fitted to", Self.data(model.facts.training)),
            ("held out", Self.data(model.facts.calibration)),
            (
                "quantiles",
                quantiles.map { "\($0.map) \($0.quantiles.a) \($0.quantiles.b)" }
                    .joined(separator: ", ")
            ),
            ("picturable", Self.spread(model.standardisation.picturable)),
        ]
        if let unpicturable = model.standardisation.unpicturable {
            rows.append(
                (
                    "unpicturable",
                    Self.spread(unpicturable)
                        + ", of the \(model.facts.feature.rawValue)'s mean feature"
                ))
        }
        rows += [
            ("golden", "\(model.goldenPictures.count) pictures"),
            ("bf16", numbers(.bf16)),
            ("int8", bytes),
            ("made by", "sight \(model.facts.toolVersion)"),
            ("source", model.facts.source),
        ]
        if let digest = model.digest { rows.append(("digest", digest)) }
        return rows.map { (name: $0.0, value: $0.1) }
    }

    /// What is known of the networks in bytes.
    private var bytes: String {
        guard model.weights.ranges != nil else {
            return "no ranges of good parts, which `sight calibrate` makes"
        }
        let layers = model.bytesFrom.map { $0 == 0 ? "" : "layers from \($0 + 1) on: " } ?? ""
        return (model.otherScores[.int8] == nil ? "" : layers) + numbers(.int8)
    }

    /// What the held-out good parts said of other numbers than float32.
    private func numbers(_ precision: NetworkPrecision) -> String {
        guard let agreement = model.agreement(in: precision) else {
            return "held-out good parts not scored in it, which `sight calibrate` does where it "
                + "is faster than f32"
        }
        return agreement.objection.map { "does not hold: \($0)" } ?? agreement.text
    }

    /// The memories by their names.
    private var memories: [(name: String, memory: MemoryBank)] {
        let all = [model.weights.memory].compactMap(\.self) + model.weights.widerMemories
        return Array(zip(["memory", "wide memory", "widest memory"], all))
    }

    /// Those of each map.
    private var quantiles: [(map: String, quantiles: MapQuantiles)] {
        let names = model.detector.hasMemory ? memories.map(\.name) : ["student", "autoencoder"]
        return Array(zip(names, [model.studentQuantiles] + model.otherQuantiles))
    }

    /// What false-reject rates the calibration scores support.
    private var thresholds: [(name: String, value: String)] {
        supported.enumerated().map { place, threshold in
            (
                name: place == 0 ? "threshold" : "",
                value: "\(Self.short(Double(threshold.value))): about "
                    + "\(Self.percent(threshold.promised)) of good parts fail, with 95 % "
                    + "confidence below \(Self.percent(threshold.confidenceBound))"
            )
        }
    }

    /// The thresholds just above the highest, the second and the third highest score.
    private var supported: [Threshold] {
        let scores = model.calibrationScores.map(\.combined)
        return (1...3).filter { $0 <= scores.count }.map { rank in
            Threshold(
                scores: scores, falseRejectRate: Double(rank) / Double(scores.count + 1))
        }
    }

    private var size: String {
        switch model.weights.size {
            case .small: "S"
            case .medium: "M"
            case .custom: "custom"
        }
    }

    private var parameters: Int {
        model.weights.tensors.values.reduce(0) { $0 + $1.values.count }
    }

    private func widths(_ network: NetworkName) -> [Int] {
        (model.weights.layers(of: network) ?? []).compactMap {
            model.weights.tensors[$0.weightName]?.shape.first
        }
    }

    private static func data(_ facts: DataFacts) -> String {
        "\(facts.count) pictures, digest \(facts.digest.prefix(16))"
    }

    private static func spread(_ spread: ScoreSpread) -> String {
        "mean \(short(spread.mean)), deviation \(short(spread.deviation)) on good parts"
    }

    private static func short(_ number: Double) -> String { String(format: "%.4g", number) }
    private static func percent(_ share: Double?) -> String {
        String(format: "%.2g %%", 100 * (share ?? 0))
    }
    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        for place in stride(from: digits.count - 3, to: 0, by: -3) {
            digits.insert(" ", at: place)
        }
        return String(digits)
    }

    // MARK: For programs

    private var object: [String: Any] {
        [
            "path": path,
            "digest": model.digest ?? "",
            "detector": model.detector.rawValue,
            "size": model.weights.size.rawValue,
            "parameters": parameters,
            "widths": Dictionary(
                uniqueKeysWithValues: model.weights.networks.map { ($0.rawValue, widths($0)) }),
            "memory": model.weights.memory?.count ?? 0,
            "wider_memories": model.weights.widerMemories.map(\.count),
            "preprocess": ModelFacts.preprocess,
            "feature": model.facts.feature.rawValue,
            "training": Self.object(model.facts.training),
            "calibration": Self.object(model.facts.calibration),
            "quantiles": Dictionary(
                uniqueKeysWithValues: quantiles.map {
                    ($0.map, [$0.quantiles.a, $0.quantiles.b])
                }),
            "standardisation": standardisation,
            "golden_pictures": model.goldenPictures.count,
            "has_int8_ranges": model.weights.ranges != nil,
            "bytes_from_layer": model.bytesFrom as Any? ?? NSNull(),
            "precisions": Dictionary(
                uniqueKeysWithValues: NetworkPrecision.allCases.compactMap { precision in
                    model.agreement(in: precision).map { (precision.rawValue, Self.object($0)) }
                }),
            "tool_version": model.facts.toolVersion,
            "source": model.facts.source,
            "thresholds": supported.map { threshold in
                [
                    "threshold": Double(threshold.value),
                    "false_reject_rate": threshold.promised ?? 0,
                    "bound_95": threshold.confidenceBound ?? 0,
                ]
            },
        ]
    }

    private static func object(_ agreement: ScoreAgreement) -> [String: Any] {
        [
            "holds": agreement.objection == nil, "good_parts": agreement.parts,
            "mean_deviation": Double(agreement.shift),
            "rms_deviation": Double(agreement.typical),
            "largest_deviation": Double(agreement.worst),
            "other_verdicts": agreement.flipped,
        ]
    }

    private var standardisation: [String: Any] {
        var object = ["picturable": Self.object(model.standardisation.picturable)]
        if let unpicturable = model.standardisation.unpicturable {
            object["unpicturable"] = Self.object(unpicturable)
        }
        return object
    }

    private static func object(_ facts: DataFacts) -> [String: Any] {
        ["pictures": facts.count, "digest": facts.digest]
    }

    private static func object(_ spread: ScoreSpread) -> [String: Any] {
        ["mean": spread.mean, "deviation": spread.deviation]
    }
}
