import Anomaly
import Testing

@Suite struct NetworkWeightsTests {
    private func weights() throws -> NetworkWeights { try Oracle("tiny").weights }

    @Test func `any widths that follow one another are accepted`() throws {
        let weights = try weights()
        try weights.check(file: "tiny")
        #expect(weights.size == .custom)
        #expect(weights.channels == 24)
    }

    @Test func `outputs that do not fit the teacher's are refused`() throws {
        for name in ["student.conv4", "autoencoder.decoder.deconv8"] {
            var weights = try weights()
            let old = try #require(weights.tensors["\(name).weight"])
            let shape = [1] + old.shape.dropFirst()
            weights.tensors["\(name).weight"] = Tensor(
                shape: shape, values: Array(old.values[..<shape.reduce(1, *)]))
            weights.tensors["\(name).bias"] = Tensor(shape: [1], values: [0])
            let error = #expect(throws: ModelError.self) { try weights.check(file: "tiny") }
            #expect(error?.description.contains("`\(name).weight`: 1 outputs") == true)
        }
    }

    @Test func `a network without layers is refused`() throws {
        var weights = try weights()
        weights.tensors = weights.tensors.filter { !$0.key.hasPrefix("teacher.") }
        let error = #expect(throws: ModelError.self) { try weights.check(file: "tiny") }
        #expect(error?.description.contains("teacher") == true)
        #expect(weights.channels == 0)
        weights.tensors = [:]
        #expect(throws: ModelError.self) { try weights.check(file: "tiny") }
    }

    @Test func `statistics of another count are refused`() throws {
        var weights = try weights()
        weights.teacherMean.append(0)
        let error = #expect(throws: ModelError.self) { try weights.check(file: "tiny") }
        #expect(error?.description.contains("`teacher_mean`") == true)
    }

    @Test func `raw teacher outputs come with mean 0 and deviation 1`() throws {
        var weights = try weights()
        let (mean, deviation) = (weights.teacherMean, weights.teacherDeviation)
        let picture = try Oracle("tiny").pictures[2]
        let normalised = try TeacherNetwork(weights, threads: 1)
        normalised.run(picture.span)
        weights.teacherMean = Array(repeating: 0, count: 24)
        weights.teacherDeviation = Array(repeating: 1, count: 24)
        let raw = try TeacherNetwork(weights, threads: 1)
        raw.run(picture.span)
        let expected = raw.output.enumerated().map { index, value in
            (value - mean[index / 3136]) / deviation[index / 3136]
        }
        expectClose(normalised.output, expected, relative: 1e-5, "teacher")
    }
}
