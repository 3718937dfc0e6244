import Anomaly
import Foundation

/// The seven metrics of one product, from the JSON of its evaluation.
///
/// Products are compared by the detector that decides in each one's model.
public struct ProductFigures: Sendable, Equatable {
    /// What the columns of a table are called.
    public static let names = [
        "image AUROC", "AP", "F1-max", "pixel AUROC", "AP", "F1-max", "AU-PRO", "mAD",
    ]

    /// The folder's name.
    public let product: String
    /// The seven in the order of `names`, from 0 to 1; `nil` where one is undefined.
    public let values: [Double?]

    /// Why a file has no figures.
    public struct Unusable: Error, CustomStringConvertible, Equatable {
        /// A sentence with the path.
        public let description: String
    }

    /// Reads the file that `sight evaluate --json` wrote.
    public init(path: String) throws(Unusable) {
        guard let data = TextFile.contents(of: path) else {
            throw Unusable(description: "\(path) cannot be read; check the path and its owner.")
        }
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw Unusable(
                description: "\(path) is not what `sight evaluate --json` writes; evaluate again.")
        }
        let detector = file.thresholds.first.flatMap { DetectorKind(rawValue: $0.detector) }
        let kind: ScoreKind = detector?.hasPUAD == true ? .puad : .efficientAD
        let image = file.all.image[kind.key(detector)]
        let pixel = file.all.pixel
        product = FolderName.last(file.folder)
        values = [
            image?.auroc, image?.ap, image?.f1_max, pixel?.auroc, pixel?.ap, pixel?.f1_max,
            pixel?.au_pro,
        ]
    }

    init(product: String, values: [Double?]) {
        self.product = product
        self.values = values
    }

    /// A table of products with mAD, and the mean of each column over the products.
    ///
    /// - Parameter products: At least one.
    /// - Returns: Lines for a terminal, in percent.
    public static func table(_ products: [ProductFigures]) -> String {
        let means = (0..<7).map { column in Evaluation.mean(products.map { $0.values[column] }) }
        let rows = products + [ProductFigures(product: "mean", values: means)]
        let width = max((rows.map(\.product.count).max() ?? 0) + 2, 12)
        let head = names.map { Evaluation.right($0, 13) }.joined()
        let lines = rows.map { row in
            let figures = row.values + [meanOfMetrics(row.values)]
            return Evaluation.left(row.product, width)
                + figures.map { Evaluation.percent($0, 13) }.joined()
        }
        return ([Evaluation.left("product", width) + head] + lines).joined(separator: "\n")
    }

    private struct File: Decodable {
        var folder: String
        var all: Group
        var thresholds: [Threshold]
    }

    private struct Group: Decodable {
        var image: [String: Rank]
        var pixel: Pixel?
    }

    private struct Rank: Decodable {
        var auroc: Double?
        var ap: Double?
        var f1_max: Double?
    }

    private struct Pixel: Decodable {
        var auroc: Double?
        var ap: Double?
        var f1_max: Double?
        var au_pro: Double?
    }

    private struct Threshold: Decodable {
        var detector: String
    }
}
