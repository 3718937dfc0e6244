import Anomaly
import ArgumentParser
import Compute
import Foundation
import Imaging

/// `bench deviation`: how far the anomaly maps of some pictures in other numbers are from those in
/// float32.
struct PrecisionDeviation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deviation",
        abstract: "Compare the maps and scores of some pictures with those in float32.")

    @Option(help: ArgumentHelp("The model file.", valueName: "FILE"))
    var model: String

    @Option(help: ArgumentHelp("The pictures, PNG, JPEG or BMP.", valueName: "FOLDER"))
    var pictures: String

    @Option("The numbers that are multiplied.", valueName: "bf16|int8", read: readPrecision)
    var precision = NetworkPrecision.int8

    @OptionGroup var layer: FirstByteLayer

    /// That of the settings' default, or the lowest that the model's scores support.
    private static let rate = 0.001

    func validate() throws { try layer.check(with: precision) }

    func run() throws {
        let file = try ModelFile.read(path: model)
        guard precision != .int8 || file.weights.ranges != nil else {
            throw NoRanges(file: model)
        }
        let exact = try makeDetector(for: file, threads: 2)
        let other = try makeDetector(
            for: file, threads: 2, element: precision.element,
            bytesFrom: layer.index(in: file.weights))
        var preprocessor = Preprocessor()
        var (squares, worst, largest, cells) = (0.0, Float(0), Float(0), 0)
        let threshold = Threshold(
            scores: file.calibrationScores.map(\.combined), falseRejectRate: Self.rate)
        var flipped: [String] = []
        var scores = [Samples](repeating: Samples(), count: 3)
        let paths = try PictureFolder.pictures(under: pictures)
        for path in paths {
            let picture = try PictureFile.read(path)
            let layout = FrameLayout(format: .rgb3, width: picture.width, height: picture.height)
            _ = try preprocessor.prepare(picture.bytes, layout: layout)
            let before = exact.assess(preprocessor.picture.bytes, ignored: Span())
            let after = other.assess(preprocessor.picture.bytes, ignored: Span())
            if (after.score < threshold.value) != (before.score < threshold.value) {
                flipped.append("  \(path): \(before.score) in f32, \(after.score) now")
            }
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
        print("pictures with another verdict at the threshold \(threshold.value): \(flipped.count)")
        for line in flipped { print(line) }
        for (name, samples) in zip(["score", "structural part", "logical part"], scores) {
            print(
                String(
                    format: "deviation of the %@: %.3f on average, from %.3f to %.3f", name,
                    samples.mean, samples.quantile(0), samples.quantile(1)))
        }
    }

    /// Reads what float32 is compared with, which is not float32 itself.
    private static func readPrecision(_ text: String) throws -> NetworkPrecision {
        guard let precision = NetworkPrecision(rawValue: text), precision != .f32 else {
            throw ValidationError("it must be bf16 or int8, which are compared with f32")
        }
        return precision
    }

    /// A model that cannot be computed in int8, though it is sound.
    private struct NoRanges: Error, CustomStringConvertible {
        let file: String
        var description: String {
            "\(file): has no ranges of good parts, and without them nothing is computed in int8; "
                + "`sight calibrate` makes them"
        }
    }

    private static func map(of detector: any Detector) -> [Float] {
        var map = [Float](repeating: 0, count: detector.mapSide * detector.mapSide)
        var view = map.mutableSpan
        detector.copyMap(into: &view)
        return map
    }
}
