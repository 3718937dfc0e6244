import Anomaly
import Foundation
public import Imaging

/// An evaluation as one self-contained page: charts as SVG, pictures as data, no script.
public struct EvaluationPage {
    private let evaluation: Evaluation
    private let model: String
    private let facts: String
    private let region: Region?

    /// Prepares a page.
    ///
    /// - Parameters:
    ///   - evaluation: What was measured.
    ///   - model: What the model is called.
    ///   - facts: The model's sheet, plain text.
    ///   - region: The inspected part of the pictures, in pixels.
    public init(_ evaluation: Evaluation, model: String, facts: String, region: Region?) {
        self.evaluation = evaluation
        self.model = model
        self.facts = facts
        self.region = region
    }

    /// The page, UTF-8.
    ///
    /// - Throws: `.unusable` when a picture that is shown can no longer be read.
    public func html() throws(EvaluationError) -> [UInt8] {
        let mistakes = try PageMistakes(evaluation, region: region).html()
        let title = Self.escaped("\(evaluation.folder) – evaluation")
        let page = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>\(PageStyle.css)</style></head><body><main>
            <h1>\(Self.escaped(FolderName.last(evaluation.folder)))</h1>
            <p class="quiet">\(Self.escaped(evaluation.folder)) · model \(Self.escaped(model)) · \
            \(evaluation.good.count) good parts, \(evaluation.defective.count) with a defect,
            in \(NetworkPrecision.f32.rawValue)</p>
            \(tiles)
            \(notes)
            <h2>Scores</h2>
            <div class="charts">
            \(PageHistogram(evaluation).svg)
            \(PageROC(evaluation).svg)
            </div>
            \(PageTables(evaluation).html)
            <h2>At the threshold</h2>
            \(promises)
            \(mistakes)
            <h2>The model</h2>
            <pre>\(Self.escaped(facts))</pre>
            </main></body></html>

            """
        return Array(page.utf8)
    }

    /// The figures that are looked for first.
    private var tiles: String {
        let check = evaluation.promises.first
        let kind: ScoreKind = check?.detector.hasPUAD == true ? .puad : .efficientAD
        let entries: [(name: String, value: String)] = [
            ("image AUROC", Evaluation.percent(evaluation.all.image[kind]?.auroc)),
            ("pixel AUROC", Evaluation.percent(evaluation.all.pixel?.rank?.auroc)),
            ("AU-PRO", Evaluation.percent(evaluation.all.pixel?.auPRO)),
            ("false rejects", Self.count(check?.falseRejects)),
            ("escapes", Self.count(check?.escapes)),
        ]
        let tiles = entries.map { entry in
            "<div class=\"tile\"><b>\(entry.value)</b><span>\(entry.name)</span></div>"
        }
        return "<div class=\"tiles\">\(tiles.joined())</div>"
    }

    private static func count(_ share: Share?) -> String {
        share.map { "\($0.count) of \($0.total)" } ?? "–"
    }

    /// What is doubtful, and what good parts say of the detectors.
    private var notes: String {
        let left = evaluation.skipped.map { "left out: \($0)" }
        let lines = evaluation.warnings + left + [evaluation.advice?.text].compactMap(\.self)
        guard !lines.isEmpty else { return "" }
        return "<ul class=\"notes\">"
            + lines.map { "<li>\(Self.escaped($0))</li>" }.joined() + "</ul>"
    }

    private var promises: String {
        evaluation.promises.enumerated().map { place, check in
            let name = check.detector.title
            let role = place == 0 ? "decides in this model" : "for comparison, at its own threshold"
            let lines = check.lines.map { "<li>\(Self.escaped($0))</li>" }.joined()
            return "<h3>\(name) <span class=\"quiet\">\(role)</span></h3><ul>\(lines)</ul>"
        }.joined()
    }

    /// A text that may stand in a page.
    static func escaped(_ text: String) -> String {
        var safe = ""
        for character in text {
            switch character {
                case "&": safe += "&amp;"
                case "<": safe += "&lt;"
                case ">": safe += "&gt;"
                case "\"": safe += "&quot;"
                default: safe.append(character)
            }
        }
        return safe
    }
}

/// The last part of a path.
enum FolderName {
    static func last(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
