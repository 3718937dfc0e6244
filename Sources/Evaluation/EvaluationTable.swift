import Anomaly
import Foundation

extension Evaluation {
    /// The figures as tables for a terminal, in percent.
    public var table: String {
        var lines = [
            "\(folder): \(good.count) good parts, \(defective.count) with a defect of "
                + "\(kinds.count) kinds, in \(NetworkPrecision.f32.rawValue)"
        ]
        lines += imageLines("image AUROC", \.auroc)
        lines += imageLines("image AP", \.averagePrecision)
        lines += imageLines("image F1-max", { $0.f1Max?.value })
        lines += pixelLines
        lines += [""] + promiseLines
        if let mean = meanOfSeven {
            lines.append(
                "mAD of the deciding detector (mean of the seven metrics): "
                    + Self.percent(mean).trimmingCharacters(in: .whitespaces))
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Images

    private var scoreKinds: [ScoreKind] {
        ScoreKind.allCases.filter { all.image[$0] != nil }
    }

    private func imageLines(
        _ title: String, _ metric: @escaping (RankMetrics) -> Double?
    ) -> [String] {
        let titles = scoreKinds.map { Self.right($0.title(detector), 13) }.joined()
        var lines = ["", Self.left(title, nameWidth) + Self.right("parts", 7) + titles]
        func line(_ group: Group) -> String {
            let values = scoreKinds.map { kind in
                Self.percent(group.image[kind].flatMap(metric), 13)
            }
            return Self.left(group.name, nameWidth) + Self.right("\(group.count)", 7)
                + values.joined()
        }
        lines += kinds.map(line)
        if kinds.count > 1 {
            let means = scoreKinds.map { kind in
                Self.percent(Self.mean(kinds.map { $0.image[kind].flatMap(metric) }), 13)
            }
            lines.append(Self.left("mean of the kinds", nameWidth + 7) + means.joined())
        }
        return lines + [line(all)]
    }

    private var nameWidth: Int { max((kinds.map(\.name.count).max() ?? 0) + 2, 20) }

    // MARK: Pixels

    private var pixelLines: [String] {
        guard all.pixel != nil else { return [] }
        let isLOCO = all.saturated != nil
        let titles =
            ["AUROC", "AP", "F1-max", "AU-PRO"]
            + (isLOCO ? ["sPRO 0.05", "sPRO 0.3"] : [])
            + (all.pixel?.compatible != nil ? ["ADer F1", "ADer PRO"] : [])
        var lines = [
            "",
            Self.left("pixels", nameWidth) + Self.right("regions", 9)
                + titles.map { Self.right($0, 10) }.joined(),
        ]
        lines += kinds.map { pixelLine($0.name, $0.pixel, $0.saturated) }
        if kinds.count > 1 { lines.append(meanPixelLine) }
        lines.append(pixelLine("all", all.pixel, all.saturated))
        if let stretched { lines.append(pixelLine("all, stretched", stretched, nil)) }
        lines.append(Self.geometryNote)
        return lines
    }

    /// Why there are two rows of all pixels.
    static let geometryNote = """
        Pixels: at 256x256, masks resized like the picture and cut at one half; AU-PRO up to 0.3.
        The map lies where the networks looked, as heat maps are drawn, for that is what a person
        sees; the row "stretched" has the 56 cells stretched over the picture as PUAD publishes it,
        which is up to 17 pixels off at the edges.
        """

    private func pixelLine(
        _ name: String, _ pixel: PixelMetrics?, _ saturated: PixelMetrics?
    ) -> String {
        let values = Self.values(pixel, saturated, isLOCO: all.saturated != nil)
        return Self.left(name, nameWidth) + Self.right(pixel.map { "\($0.regions)" } ?? "–", 9)
            + values.map { Self.percent($0, 10) }.joined()
    }

    private var meanPixelLine: String {
        let rows = kinds.map { Self.values($0.pixel, $0.saturated, isLOCO: all.saturated != nil) }
        let means = (rows.first ?? []).indices.map { column in Self.mean(rows.map { $0[column] }) }
        return Self.left("mean of the kinds", nameWidth + 9)
            + means.map { Self.percent($0, 10) }.joined()
    }

    private static func values(
        _ pixel: PixelMetrics?, _ saturated: PixelMetrics?, isLOCO: Bool
    ) -> [Double?] {
        var values = [
            pixel?.rank?.auroc, pixel?.rank?.averagePrecision, pixel?.rank?.f1Max?.value,
            pixel?.auPRO,
        ]
        if isLOCO { values += saturated?.overlapAreas ?? [nil, nil] }
        if let compatible = pixel?.compatible { values += [compatible.f1Max, compatible.auPRO] }
        return values
    }

    // MARK: The promise

    private var promiseLines: [String] {
        promises.enumerated().flatMap { place, check in
            let name = check.detector.title
            let role = place == 0 ? "decides in this model" : "for comparison, at its own threshold"
            return ["\(name) (\(role))"] + check.lines.map { "  " + $0 }
        }
    }

    // MARK: Text

    /// The mean of what is defined; `nil` if anything is not.
    static func mean(_ values: [Double?]) -> Double? {
        let known = values.compactMap(\.self)
        guard !known.isEmpty, known.count == values.count else { return nil }
        return known.reduce(0, +) / Double(known.count)
    }

    static func percent(_ value: Double?, _ width: Int = 0) -> String {
        right(value.map { String(format: "%.1f", 100 * $0) } ?? "–", width)
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }
}

extension PromiseCheck {
    /// What a person should know, line by line.
    var lines: [String] {
        var lines = [Self.line(threshold)]
        lines.append(
            "false rejects \(Self.share(falseRejects, of: "good parts"))")
        if let most = threshold.mostFailures(among: falseRejects.total), let isKept {
            lines.append(
                isKept
                    ? "the promise is kept: up to \(most) of \(falseRejects.total) may fail"
                    : "THE PROMISE IS BROKEN: only \(most) of \(falseRejects.total) may fail; "
                        + "these good parts are unlike those of the calibration")
        }
        if escapes.total > 0 {
            lines.append("escapes       \(Self.share(escapes, of: "defective parts"))")
        }
        return lines
    }

    private static func line(_ threshold: Threshold) -> String {
        let value = String(format: "threshold %.4g", threshold.value)
        guard let promised = threshold.promised, let bound = threshold.confidenceBound else {
            return value + ", given: nothing is promised"
        }
        let wanted =
            threshold.isSupported
            ? "" : "; \(threshold.count) calibration scores do not support the rate asked for"
        return value
            + String(
                format: ": about %.2g %% of good parts fail, with 95 %% confidence below %.2g %%",
                100 * promised, 100 * bound) + wanted
    }

    private static func share(_ share: Share, of parts: String) -> String {
        "\(share.count) of \(share.total) \(parts)"
            + String(
                format: ": %.1f %% (95 %% confidence: %.1f to %.1f %%)", 100 * share.value,
                100 * share.interval.lowerBound, 100 * share.interval.upperBound)
    }
}
