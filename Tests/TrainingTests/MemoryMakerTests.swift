import Anomaly
import Foundation
import Testing

@testable import Training

@Suite struct MemoryMakerTests {
    private func teacher() throws -> NetworkWeights {
        let networks = try ImportedNetworks.read(path: Fixtures.path("puad/s_size/set/product"))
        return NetworkWeights(
            tensors: networks.tensors, teacherMean: networks.teacherMean ?? [],
            teacherDeviation: networks.teacherDeviation ?? []
        ).teacherAlone
    }

    private func make(_ vectors: Int, _ paths: [String]) throws -> Tensor {
        let options = FittingOptions(toolVersion: "0")
        var maker = MemoryMaker(try teacher(), vectors: vectors, options: options)
        return try maker.make(from: paths) { _ in true }
    }

    @Test func `a memory is made of outputs of the teacher, each another one`() throws {
        let folder = try PartFolder()
        let training = Array(try PictureSplit.find(in: folder.path).training.prefix(3))
        let memory = try make(9, training)
        let channels = memory.shape[1]
        #expect(memory.shape[0] == 9)
        let weights = try teacher()
        let network = try TeacherNetwork(weights, threads: 1)
        var known = Set<[Float]>()
        var loader = PictureLoader(region: nil)
        for path in training {
            try loader.load(path)
            network.run(loader.picture)
            let output = network.output
            for cell in 0..<3136 {
                known.insert((0..<channels).map { output[$0 * 3136 + cell] })
            }
        }
        let rows = (0..<9).map { row in
            Array(memory.values[row * channels..<(row + 1) * channels])
        }
        #expect(rows.allSatisfy(known.contains) && Set(rows).count == 9)
    }

    @Test func `the same pictures give the same memory, a smaller one its beginning`() throws {
        let folder = try PartFolder()
        let training = Array(try PictureSplit.find(in: folder.path).training.prefix(2))
        let memory = try make(6, training)
        #expect(try make(6, training) == memory)
        let smaller = try make(4, training)
        #expect(smaller.values == Array(memory.values.prefix(smaller.values.count)))
    }

    @Test func `it stops when asked`() throws {
        let folder = try PartFolder()
        let training = Array(try PictureSplit.find(in: folder.path).training.prefix(2))
        for stage in [FittingProgress.Stage.sketching, .choosing, .remembering] {
            var maker = MemoryMaker(
                try teacher(), vectors: 3, options: FittingOptions(toolVersion: "0"))
            #expect(throws: FittingError.cancelled) {
                try maker.make(from: training) { $0.stage != stage }
            }
        }
    }
}
