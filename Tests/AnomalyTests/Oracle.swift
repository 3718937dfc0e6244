import Anomaly
import TestSupport

/// The published networks' outputs for known weights and pictures; see Tests/Fixtures/oracle.
struct Oracle {
    let name: String
    let file: SafeTensors

    init(_ name: String) throws {
        self.name = name
        file = try SafeTensors(fixture("oracle/\(name).safetensors"), file: name)
    }

    var pictures: [[UInt8]] {
        get throws {
            let bytes = try file.bytes("pictures")
            let size = 256 * 256 * 3
            return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<($0 + size)]) }
        }
    }

    /// A tensor of one row a picture, cut into rows.
    func rows(_ tensor: String) throws -> [[Float]] {
        let values = try file.floats(tensor)
        let count = try file.tensor(tensor).shape[0]
        let size = values.count / count
        return (0..<count).map { Array(values[($0 * size)..<(($0 + 1) * size)]) }
    }

    /// A float64 tensor of one row a picture, cut into rows.
    func doubleRows(_ tensor: String) throws -> [[Double]] {
        let values = try file.doubles(tensor)
        let count = try file.tensor(tensor).shape[0]
        let size = values.count / count
        return (0..<count).map { Array(values[($0 * size)..<(($0 + 1) * size)]) }
    }

    var weights: NetworkWeights {
        get throws {
            NetworkWeights(
                tensors: formulaTensors(name), teacherMean: try file.floats("mu"),
                teacherDeviation: try file.floats("sigma"))
        }
    }

    var quantiles: (student: MapQuantiles, autoencoder: MapQuantiles) {
        get throws {
            let q = try file.floats("quantiles")
            return (MapQuantiles(a: q[0], b: q[1]), MapQuantiles(a: q[2], b: q[3]))
        }
    }
}

/// The outputs of each layer of teacher and student, and of the autoencoder's last.
private let widths: [String: (teacher: [Int], student: [Int], autoencoder: Int)] = [
    "tiny": ([8, 16, 16, 24], [8, 16, 16, 48], 24),
    "s": ([128, 256, 256, 384], [128, 256, 256, 768], 384),
    "m": ([256, 512, 512, 512, 384, 384], [256, 512, 512, 512, 768, 768], 384),
]

/// Every weight and bias of a model of that size, by formula.
func formulaTensors(_ size: String) -> [String: Tensor] {
    guard let (teacher, student, autoencoder) = widths[size] else { return [:] }
    let widths = [
        NetworkName.teacher: teacher, .student: student,
        .autoencoder: [32, 32] + Array(repeating: 64, count: 11) + [autoencoder],
    ]
    var tensors: [String: Tensor] = [:]
    for (network, outputs) in widths {
        let layers = NetworkTable.layers(of: network, convolutions: teacher.count) ?? []
        var inputs = 3
        for (layer, outputs) in zip(layers, outputs) {
            let shape = [outputs, inputs, layer.kernel, layer.kernel]
            let fan = inputs * layer.kernel * layer.kernel
            tensors[layer.weightName] = Tensor(
                shape: shape,
                values: formulaWeights(
                    "open/\(size).\(layer.name).weight", count: outputs * fan,
                    limit: Float((6 / Double(fan)).squareRoot())))
            tensors[layer.biasName] = Tensor(
                shape: [outputs],
                values: formulaWeights(
                    "open/\(size).\(layer.name).bias", count: outputs, limit: 0.05))
            inputs = outputs
        }
    }
    return tensors
}
