import Anomaly
import Testing

@testable import Training

@Suite struct InitialWeightsTests {
    private static func weights(keepsVariance: Bool) -> [String: Tensor] {
        var random = SplitMix64(seed: 5, stream: 0)
        return InitialWeights.of(
            .autoencoder, widths: [32, 32, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 384],
            &random, keepsVariance: keepsVariance)
    }

    @Test(arguments: [(false, 1.0 / 3), (true, 2)])
    func `weights have the variance of their initialisation over the inputs`(
        keepsVariance: Bool, variance: Double
    ) throws {
        let weights = Self.weights(keepsVariance: keepsVariance)
        for (name, tensor) in weights where name.hasSuffix(".weight") {
            let inputs = Double(tensor.values.count / tensor.shape[0])
            let square = tensor.values.reduce(0) { $0 + Double($1 * $1) }
            let found = square / Double(tensor.values.count) * inputs
            #expect(abs(found / variance - 1) < 0.1, "\(name): \(found)")
        }
        let biases = weights.filter { $0.key.hasSuffix(".bias") }.flatMap(\.value.values)
        #expect(biases.allSatisfy { $0 == 0 } == keepsVariance)
    }
}
