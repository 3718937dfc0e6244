import Anomaly
import Foundation
import Imaging

/// The pictures that went worst: good parts that score highest, defects that score lowest.
struct PageMistakes {
    private static let shown = 6
    private static let side = Preprocessor.side
    private let evaluation: Evaluation
    private let region: Region?

    /// Prepares the pictures.
    init(_ evaluation: Evaluation, region: Region?) {
        self.evaluation = evaluation
        self.region = region
    }

    /// Both groups, each picture beside its heat map with the outline of the defect.
    func html() throws(EvaluationError) -> String {
        let good = evaluation.good.sorted { $0.scores.deciding > $1.scores.deciding }
        let bad = evaluation.defective.sorted { $0.scores.deciding < $1.scores.deciding }
        return try section("Good parts with the highest scores", good)
            + (try section("Defects with the lowest scores", bad))
    }

    private func section(
        _ title: String, _ pictures: [Evaluation.Picture]
    ) throws(EvaluationError) -> String {
        guard !pictures.isEmpty else { return "" }
        var figures = ""
        for picture in pictures.prefix(Self.shown) { figures += try figure(picture) }
        return "<h2>\(title)</h2><div class=\"mistakes\">\(figures)</div>"
    }

    private func figure(_ picture: Evaluation.Picture) throws(EvaluationError) -> String {
        let threshold = evaluation.promises.first?.threshold.value ?? .infinity
        let verdict = picture.scores.deciding >= threshold ? "fails" : "passes"
        let name = picture.path.split(separator: "/").suffix(2).joined(separator: "/")
        let score = String(format: "%.3g", picture.scores.deciding)
        let data = Data(try drawing(of: picture)).base64EncodedString()
        return """
            <figure><img alt="" width="512" height="256" src="data:image/png;base64,\(data)">
            <figcaption>\(EvaluationPage.escaped(name)) · score \(score), \(verdict)</figcaption>\
            </figure>
            """
    }

    /// A PNG file of 512x256 pixels: the picture, and its heat map with the defect's outline.
    private func drawing(of picture: Evaluation.Picture) throws(EvaluationError) -> [UInt8] {
        do throws(ImagingError) {
            let file = try PictureFile.read(picture.path)
            var preprocessor = Preprocessor(region: region)
            let layout = FrameLayout(format: .rgb3, width: file.width, height: file.height)
            _ = try preprocessor.prepare(file.bytes, layout: layout)
            var overlay = RGBPicture()
            let scale = HeatMap(
                low: evaluation.mapThreshold / 2, high: evaluation.mapThreshold * 2)
            scale.draw(picture.map.span, over: preprocessor.picture, into: &overlay)
            Self.outline(picture.truth, on: &overlay)
            var both = RGBPicture(width: 2 * Self.side, height: Self.side)
            Self.copy(preprocessor.picture, to: &both, column: 0)
            Self.copy(overlay, to: &both, column: Self.side)
            return try PictureFile.encoded(both, path: picture.path)
        } catch {
            throw .unusable([error.description])
        }
    }

    private static func copy(
        _ source: borrowing RGBPicture, to target: inout RGBPicture, column: Int
    ) {
        let from = source.bytes
        let (width, total) = (3 * source.width, 3 * target.width)
        var into = target.mutableBytes
        for y in 0..<source.height {
            for x in 0..<width { into[y * total + 3 * column + x] = from[y * width + x] }
        }
    }

    /// Draws the pixels of each region that touch its outside in cyan, which no heat map has.
    private static func outline(_ truth: DefectRegions, on picture: inout RGBPicture) {
        var mask = [Bool](repeating: false, count: side * side)
        for place in truth.regions.flatMap(\.runs).joined() { mask[place] = true }
        var bytes = picture.mutableBytes
        for place in mask.indices where mask[place] {
            let (x, y) = (place % side, place / side)
            let isInside =
                x > 0 && y > 0 && x < side - 1 && y < side - 1 && mask[place - 1]
                && mask[place + 1] && mask[place - side] && mask[place + side]
            guard !isInside else { continue }
            (bytes[3 * place], bytes[3 * place + 1], bytes[3 * place + 2]) = (0, 230, 255)
        }
    }
}
