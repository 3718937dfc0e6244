/// The figures of each kind of defect, as tables of a page.
struct PageTables {
    private let evaluation: Evaluation
    private let scores: [ScoreKind]

    /// Prepares the tables.
    init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
        scores = ScoreKind.allCases.filter { evaluation.all.image[$0] != nil }
    }

    /// Images by every score, then pixels.
    var html: String {
        guard !evaluation.kinds.isEmpty else { return "" }
        let image = [
            table("Images, AUROC in %", { $0.auroc }),
            table("Images, average precision in %", { $0.averagePrecision }),
            table("Images, F1-max in %", { $0.f1Max?.value }),
        ]
        return image.joined() + pixels
    }

    private func table(_ title: String, _ metric: (RankMetrics) -> Double?) -> String {
        let rows = evaluation.kinds + [evaluation.all]
        let body = rows.map { group in
            let values = scores.map { group.image[$0].flatMap(metric) }
            return Self.row(
                group.name, [String(group.count)] + values.map { Evaluation.percent($0) })
        }
        let names = scores.map { $0.title(evaluation.detector) }
        return Self.table(title, ["kind", "parts"] + names, body)
    }

    private var pixels: String {
        guard evaluation.all.pixel != nil else { return "" }
        let isLOCO = evaluation.all.saturated != nil
        var names = ["kind", "regions", "AUROC", "AP", "F1-max", "AU-PRO 0.3"]
        if isLOCO { names += ["AU-sPRO 0.05", "AU-sPRO 0.3"] }
        if evaluation.all.pixel?.compatible != nil { names += ["ADer F1-max", "ADer AU-PRO"] }
        var body = (evaluation.kinds + [evaluation.all]).map { group in
            row(group.name, group.pixel, group.saturated, isLOCO)
        }
        if let stretched = evaluation.stretched {
            body.append(row("all, stretched", stretched, nil, isLOCO))
        }
        return Self.table("Pixels, in %", names, body)
            + "<p class=\"quiet\">\(EvaluationPage.escaped(Evaluation.geometryNote))</p>"
    }

    private func row(
        _ name: String, _ pixel: PixelMetrics?, _ saturated: PixelMetrics?, _ isLOCO: Bool
    ) -> String {
        var values = [
            pixel?.rank?.auroc, pixel?.rank?.averagePrecision, pixel?.rank?.f1Max?.value,
            pixel?.auPRO,
        ]
        if isLOCO { values += saturated?.overlapAreas ?? [nil, nil] }
        if let compatible = pixel?.compatible { values += [compatible.f1Max, compatible.auPRO] }
        let count = pixel.map { String($0.regions) } ?? "–"
        return Self.row(name, [count] + values.map { Evaluation.percent($0) })
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        let cells = cells.map { "<td>\($0)</td>" }.joined()
        let style = name == "all" ? " class=\"all\"" : ""
        return "<tr\(style)><td>\(EvaluationPage.escaped(name))</td>\(cells)</tr>"
    }

    private static func table(_ title: String, _ names: [String], _ rows: [String]) -> String {
        let head = names.map { "<th>\(EvaluationPage.escaped($0))</th>" }.joined()
        return "<h2>\(title)</h2><div class=\"scroll\"><table><thead><tr>\(head)</tr></thead>"
            + "<tbody>\(rows.joined())</tbody></table></div>"
    }
}
