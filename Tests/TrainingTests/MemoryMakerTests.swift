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

    private func make(
        _ vectors: Int, _ paths: [String], _ reach: MemoryReach = .near
    ) throws -> MemoryBank {
        let options = FittingOptions(toolVersion: "0")
        var maker = MemoryMaker(try teacher(), vectors: vectors, reach, options: options)
        return try maker.make(from: paths) { _ in true }
    }

    @Test(arguments: MemoryReach.allCases)
    func `a memory is made of what the teacher gives, each another place`(
        reach: MemoryReach
    ) throws {
        let folder = try PartFolder()
        let training = Array(try PictureSplit.find(in: folder.path).training.prefix(3))
        let memory = try make(9, training, reach)
        let count = memory.axes.shape[0]
        #expect(memory.count == 9 && memory.vectors.shape[1] == count)
        let network = try TeacherNetwork(
            try teacher(), threads: 1, axes: memory.axes, reach: reach)
        let places = reach.mapSide * reach.mapSide
        var known = Set<[Float]>()
        var loader = PictureLoader(region: nil)
        for path in training {
            try loader.load(path)
            network.run(loader.picture)
            let coordinates = network.coordinates
            for cell in 0..<places {
                known.insert((0..<count).map { coordinates[$0 * places + cell] })
            }
        }
        let rows = (0..<9).map { row in
            Array(memory.vectors.values[row * count..<(row + 1) * count])
        }
        #expect(rows.allSatisfy(known.contains) && Set(rows).count == 9)
    }

    @Test func `the same pictures give the same memory, a smaller one its beginning`() throws {
        let folder = try PartFolder()
        let training = Array(try PictureSplit.find(in: folder.path).training.prefix(2))
        let memory = try make(6, training)
        #expect(try make(6, training) == memory)
        let smaller = try make(4, training)
        let first = memory.vectors.values.prefix(smaller.vectors.values.count)
        #expect(smaller.count == 4 && smaller.vectors.values == Array(first))
    }

    @Test func `it stops when asked`() throws {
        let folder = try PartFolder()
        let training = Array(try PictureSplit.find(in: folder.path).training.prefix(2))
        for stage in [FittingProgress.Stage.axes, .collecting, .choosing] {
            var maker = MemoryMaker(
                try teacher(), vectors: 3, .near, options: FittingOptions(toolVersion: "0"))
            #expect(throws: FittingError.cancelled) {
                try maker.make(from: training) { $0.stage != stage }
            }
        }
    }
}
