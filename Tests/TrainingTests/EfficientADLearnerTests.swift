import Anomaly
import Compute
import Testing

@testable import Training

/// Losses, gradients and moved parameters, against what the published training computes.
@Suite struct EfficientADLearnerTests {
    private let oracle: SafeTensors
    private var weights: NetworkWeights
    private let pictures: [[UInt8]]
    private let team: Team

    init() throws {
        oracle = try SafeTensors(
            Fixtures.bytes("../oracle/train_tiny.safetensors"), file: "train_tiny")
        weights = NetworkWeights(
            tensors: try ImportedNetworks.read(path: Fixtures.path("puad/s_size/set/product"))
                .tensors,
            teacherMean: try oracle.floats("mu"), teacherDeviation: try oracle.floats("sigma"))
        let bytes = try oracle.bytes("pictures")
        let size = bytes.count / 3
        pictures = (0..<3).map { Array(bytes[$0 * size..<($0 + 1) * size]) }
        team = try Team(members: 2)
    }

    @Test func `the first step's gradients agree`() throws {
        let learner = try EfficientADLearner(weights, team: team)
        learner.clear()
        expectLosses(learner.gather(try example(), dropoutSeed: nil), step: 0)
        learner.student.gather()
        learner.autoencoder.gather()
        var gradients = weights
        gradients.take(learner.student.parameters(.gradient), of: .student)
        gradients.take(learner.autoencoder.parameters(.gradient), of: .autoencoder)
        try expectTensors(gradients, like: "grad", deviationOfNorm, below: 1e-4)
        try expectTensors(gradients, like: "grad", largestDeviation, below: 2e-4)
    }

    @Test func `in bfloat16 the first step's gradients are near`() throws {
        let learner = try EfficientADLearner(weights, team: team, element: .bfloat16)
        learner.clear()
        let losses = learner.gather(try example(), dropoutSeed: nil)
        let exact = try oracle.doubles("losses")
        #expect(abs(losses.total / exact[4] - 1) < 0.01)
        learner.student.gather()
        learner.autoencoder.gather()
        var gradients = weights
        gradients.take(learner.student.parameters(.gradient), of: .student)
        gradients.take(learner.autoencoder.parameters(.gradient), of: .autoencoder)
        try expectTensors(gradients, like: "grad", deviationOfNorm, below: 0.1)
    }

    @Test func `the parameters after three steps agree`() throws {
        let learner = try EfficientADLearner(weights, team: team)
        let example = try example()
        for step in 0..<3 {
            learner.clear()
            expectLosses(learner.gather(example, dropoutSeed: nil), step: step)
            learner.move(Adam(rate: 1e-4), number: step + 1)
        }
        var moved = weights
        learner.put(into: &moved)
        try expectTensors(moved, like: "after3", deviationOfNorm, below: 1e-4)
    }

    private func example() throws -> EfficientADLearner.Example {
        let teacher = try TeacherNetwork(weights, threads: 1)
        func taught(_ picture: [UInt8]) -> BlockMap {
            let output = BlockMap(channels: weights.channels, cells: 56 * 56)
            teacher.run(picture.span, into: output)
            return output
        }
        return EfficientADLearner.Example(
            picture: pictures[0].map(Float.init), augmented: pictures[1].map(Float.init),
            penalty: pictures[2].map(Float.init), taught: taught(pictures[0]),
            augmentedTaught: taught(pictures[1]))
    }

    private func expectLosses(_ losses: Losses, step: Int) {
        let found = [
            losses.hard, losses.penalty, losses.autoencoder, losses.studentAutoencoder,
            losses.total,
        ]
        guard let expected = try? oracle.doubles("losses")[(step * 5)..<(step * 5 + 5)] else {
            Issue.record("the oracle has no losses")
            return
        }
        for (found, expected) in zip(found, expected) {
            #expect(abs(found / expected - 1) < 1e-4, "step \(step): \(found), not \(expected)")
        }
    }

    /// Every learned tensor, by the deviation that `measure` finds.
    private func expectTensors(
        _ found: NetworkWeights, like prefix: String,
        _ measure: (_ found: [Float], _ expected: [Float]) -> Float, below limit: Float
    ) throws {
        for network in [NetworkName.student, .autoencoder] {
            for layer in found.layers(of: network) ?? [] {
                for name in [layer.weightName, layer.biasName] {
                    let expected = try oracle.floats("\(prefix).\(name)")
                    let values = try #require(found.tensors[name]).values
                    #expect(values.count == expected.count)
                    let deviation = measure(values, expected)
                    #expect(deviation < limit, "\(prefix).\(name) is off by \(deviation)")
                }
            }
        }
    }

    /// Of the worst element, relative to the largest.
    ///
    /// For the first step's gradients PyTorch's own float32 is off by 1.2e-4 here.
    private func largestDeviation(_ found: [Float], _ expected: [Float]) -> Float {
        let scale = expected.map(abs).max() ?? 1
        return zip(found, expected).map { abs($0 - $1) / scale }.max() ?? .nan
    }

    /// Of all elements together, relative to their norm.
    ///
    /// Adam divides each gradient by its own size, so that where a gradient is almost zero its
    /// rounding decides the direction of a whole step: single elements say nothing. PyTorch's own
    /// float32 is off by 3.6e-3 in the worst element here, and by 2.9e-5 in this measure.
    private func deviationOfNorm(_ found: [Float], _ expected: [Float]) -> Float {
        func norm(_ values: some Sequence<Float>) -> Float {
            values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        return norm(zip(found, expected).map { $0 - $1 }) / norm(expected)
    }
}
