import Anomaly
import Testing

@testable import Training

/// What is fitted, against what the published networks computed for the same pictures.
@Suite struct OracleFittingTests {
    private let oracle: SafeTensors
    private let networks: ImportedNetworks

    init() throws {
        oracle = try SafeTensors(Fixtures.bytes("../oracle/tiny.safetensors"), file: "tiny")
        networks = try ImportedNetworks.read(path: Fixtures.path("puad/s_size/set/product"))
    }

    @Test func `the teacher's mean and deviation agree`() throws {
        let means = try oracle.floats("mu")
        let deviations = try oracle.floats("sigma")
        let weights = NetworkWeights(
            tensors: networks.tensors, teacherMean: Array(repeating: 0, count: means.count),
            teacherDeviation: Array(repeating: 1, count: means.count))
        let teacher = try TeacherNetwork(weights, threads: 1)
        var statistics = ChannelStatistics(channels: means.count)
        try forEachPicture { picture in
            teacher.run(picture.span)
            let output = teacher.output
            statistics.add(output.span)
        }
        for channel in means.indices {
            #expect(abs(statistics.means[channel] - means[channel]) < 2e-5 * deviations[channel])
            #expect(abs(statistics.deviations[channel] / deviations[channel] - 1) < 2e-5)
        }
    }

    @Test func `the quantiles of the maps at picture size agree`() throws {
        let weights = NetworkWeights(
            tensors: networks.tensors, teacherMean: try oracle.floats("mu"),
            teacherDeviation: try oracle.floats("sigma"))
        let running = try DetectorNetworks(weights, threads: 1)
        var maps: [[[Float]]] = [[], []]
        try forEachPicture { picture in
            running.run(picture.span)
            maps[0].append(running.studentMap)
            maps[1].append(running.otherMaps)
        }
        let found = maps.flatMap { maps in
            ExactQuantiles.of([0.9, 0.995]) { take in
                for map in maps { take(enlargedMap(map)) }
            }
        }
        for (value, expected) in zip(found, try oracle.floats("quantiles")) {
            #expect(abs(value / expected - 1) < 2e-5, "\(value) \(expected)")
        }
    }

    private func forEachPicture(_ body: ([UInt8]) -> Void) throws {
        let bytes = try oracle.bytes("pictures")
        let size = 256 * 256 * 3
        for start in stride(from: 0, to: bytes.count, by: size) {
            body(Array(bytes[start..<start + size]))
        }
    }
}
