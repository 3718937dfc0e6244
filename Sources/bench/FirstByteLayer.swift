import Anomaly
import ArgumentParser

/// `--layer`: where in teacher and student bytes begin.
struct FirstByteLayer: ParsableArguments {
    @Option(
        name: .customLong("layer"),
        "With int8, the first layer of teacher and student whose results are bytes, from 1.",
        valueName: "N", read: WholeNumber.atLeast(1))
    var number: Int?

    /// Refuses a layer where nothing is bytes.
    func check(with precision: NetworkPrecision) throws {
        guard number == nil || precision == .int8 else {
            throw ValidationError(
                "--layer is of --precision int8; with \(precision.rawValue) no results are bytes.")
        }
    }

    /// The layer, counted from 0.
    ///
    /// - Throws: `ImpossibleLayer`.
    func index(in weights: NetworkWeights) throws -> Int {
        let number = number ?? 1
        guard number <= weights.hiddenLayers else {
            throw ImpossibleLayer(asked: number, layers: weights.hiddenLayers)
        }
        return number - 1
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
