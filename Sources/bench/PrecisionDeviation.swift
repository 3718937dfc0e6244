import Anomaly
import Compute
import Foundation
import Imaging

/// `bench deviation`: how far the anomaly maps of some pictures in other numbers are from those in
/// float32.
struct PrecisionDeviation {
    static let usage =
        "bench deviation --model FILE --pictures FOLDER [--precision bf16|int8] [--layer N]"

    private var model = ""
    private var pictures = ""
    private var precision = NetworkPrecision.int8
    /// The first layer in bytes, counted from 1.
    private var layer = 1

    /// That of the settings' default, or the lowest that the model's scores support.
    private static let rate = 0.001

    /// Reads the words behind `deviation`; nil if one is not understood.
    init?(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch word {
                case "--model": model = value
                case "--pictures": pictures = value
                case "--precision":
                    guard let precision = NetworkPrecision(rawValue: value) else { return nil }
                    self.precision = precision
                case "--layer":
                    guard let number = Int(value), number > 0 else { return nil }
                    layer = number
                default: return nil
            }
        }
        guard !model.isEmpty, !pictures.isEmpty else { return nil }
    }

    func run() throws {
        let file = try ModelFile.read(path: model)
        guard layer <= file.weights.hiddenLayers else {
            throw ImpossibleLayer(asked: layer, layers: file.weights.hiddenLayers)
        }
        let exact = try makeDetector(for: file, threads: 2)
        let other = try makeDetector(
            for: file, threads: 2, element: precision.element, bytesFrom: layer - 1)
        var preprocessor = Preprocessor()
        var (squares, worst, largest, cells) = (0.0, Float(0), Float(0), 0)
        let threshold = Threshold(
            scores: file.calibrationScores.map(\.combined), falseRejectRate: Self.rate)
        var flipped = 0
        var scores = [Samples](repeating: Samples(), count: 3)
        let paths = try PictureFolder.pictures(under: pictures)
        for path in paths {
            let picture = try PictureFile.read(path)
            let layout = FrameLayout(format: .rgb3, width: picture.width, height: picture.height)
            _ = try preprocessor.prepare(picture.bytes, layout: layout)
            let before = exact.assess(preprocessor.picture.bytes, ignored: Span())
            let after = other.assess(preprocessor.picture.bytes, ignored: Span())
            flipped += (after.score < threshold.value) == (before.score < threshold.value) ? 0 : 1
            let parts = [
                (after.score, before.score),
                (after.picturable.normalised, before.picturable.normalised),
                (after.unpicturable?.normalised ?? 0, before.unpicturable?.normalised ?? 0),
            ]
            for (index, part) in parts.enumerated() { scores[index].add(Double(part.0 - part.1)) }
            for (a, b) in zip(Self.map(of: exact), Self.map(of: other)) {
                squares += Double((a - b) * (a - b))
                worst = max(worst, abs(a - b))
                largest = max(largest, a)
                cells += 1
            }
        }
        let typical = Float((squares / Double(cells)).squareRoot())
        print("\(precision.rawValue), \(paths.count) pictures; the largest of all maps \(largest)")
        print(
            String(
                format: "deviation of a cell, of that: %.2f %% typically (root mean square), "
                    + "%.2f %% at most", 100 * typical / largest, 100 * worst / largest))
        print("pictures with another verdict at the threshold \(threshold.value): \(flipped)")
        for (name, samples) in zip(["score", "structural part", "logical part"], scores) {
            print(
                String(
                    format: "deviation of the %@: %.3f on average, from %.3f to %.3f", name,
                    samples.mean, samples.quantile(0), samples.quantile(1)))
        }
    }

    /// A layer that the model has not, or whose results are no bytes.
    struct ImpossibleLayer: Error, CustomStringConvertible {
        let asked: Int
        let layers: Int
        var description: String {
            "--layer \(asked): the results of layers 1 to \(layers) of this model may be bytes"
        }
    }

    private static func map(of detector: any Detector) -> [Float] {
        var map = [Float](repeating: 0, count: detector.mapSide * detector.mapSide)
        var view = map.mutableSpan
        detector.copyMap(into: &view)
        return map
    }
}
