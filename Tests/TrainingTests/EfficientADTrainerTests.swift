import Anomaly
import Compute
import Foundation
import Testing

@testable import Training

/// Learning a product, with networks of a few channels.
@Suite struct EfficientADTrainerTests {
    private let folder: PartFolder
    private let paths: [String]
    private let teacher: TeacherFile

    init() throws {
        folder = try PartFolder()
        paths = try PictureSplit.find(in: folder.path).training
        teacher = try TeacherFile.read(path: Fixtures.path("puad/s_size/teacher/teacher.pt"))
    }

    private func options(steps: Int, state: String? = nil) -> TrainingOptions {
        var options = TrainingOptions(fitting: FittingOptions(toolVersion: "0.1.0"))
        options.schedule.steps = steps
        options.schedule.penaltyInterval = 4
        options.state = state.map { "\(folder.path)/\($0)" }
        options.fitting.threads = 2
        return options
    }

    private func trainer(_ options: TrainingOptions) throws -> EfficientADTrainer {
        try EfficientADTrainer(teacher, paths: paths, options: options) { _ in true }
    }

    @Test func `losses fall, and the teacher stays as it was`() throws {
        var losses: [Double] = []
        var options = options(steps: 24)
        options.schedule.rate = 3e-3
        options.schedule.warmUp = 3
        let weights = try trainer(options).run {
            losses.append($0.losses.total)
            return true
        }
        #expect(losses.count == 24)
        #expect(try #require(losses.last) < 0.9 * losses[0], "\(losses)")
        try weights.check(file: "the result")
        for (name, tensor) in teacher.tensors { #expect(weights.tensors[name] == tensor) }
        let mean = weights.teacherDeviation.reduce(0, +)
        #expect(mean > 0 && weights.teacherMean.contains { $0 != 0 })
    }

    @Test func `parts that are held out are looked at ten times, and not learned`() throws {
        var options = options(steps: 24)
        options.schedule.rate = 3e-3
        options.schedule.warmUp = 3
        let heldOut = try PictureSplit.find(in: folder.path).heldOut
        let trainer = try EfficientADTrainer(
            teacher, paths: paths, heldOut: heldOut, options: options
        ) { _ in true }
        var seen: [[Double]] = []
        let weights = try trainer.run {
            seen.append($0.heldOut)
            return true
        }
        let losses = try #require(seen.last)
        #expect(losses.count == 10 && seen[1].isEmpty && seen[2].count == 1)
        #expect(losses[9] < 0.9 * losses[0], "\(losses)")
        #expect(try self.trainer(options).run { _ in true } == weights)
    }

    @Test(arguments: 0...2)
    func `so many of the student's layers stay the teacher's`(shared: Int) throws {
        var options = options(steps: 2)
        options.schedule.sharedLayers = shared
        let weights = try trainer(options).run { _ in true }
        for (index, layer) in (weights.layers(of: .student) ?? []).enumerated() {
            let teacher = layer.weightName.replacing("student", with: "teacher")
            let isTeachers = weights.tensors[layer.weightName] == weights.tensors[teacher]
            #expect(isTeachers == (index < shared), "layer \(index + 1)")
        }
    }

    @Test func `a run that was stopped ends like one that was not`() throws {
        let whole = try trainer(options(steps: 5)).run { _ in true }
        let state = "stopped.training"
        #expect(throws: TrainingError.cancelled(state: "\(folder.path)/\(state)")) {
            _ = try trainer(options(steps: 5, state: state)).run { $0.step < 2 }
        }
        var seen: [Int] = []
        let resumed = try trainer(options(steps: 5, state: state)).run {
            seen.append($0.step)
            return true
        }
        #expect(seen == [3, 4, 5])
        #expect(resumed == whole)
    }

    @Test func `a state of another run is refused by what differs`() throws {
        let state = "other.training"
        _ = try trainer(options(steps: 1, state: state)).run { _ in true }
        var other = options(steps: 1, state: state)
        other.seed = 7
        let error = #expect(throws: TrainingError.self) {
            _ = try trainer(other).run { _ in true }
        }
        #expect(try #require(error).description.contains("begun with seed 1, now it is 7"))
    }

    @Test func `a damaged state is refused and left alone`() throws {
        let path = "\(folder.path)/damaged.training"
        try Data("no state".utf8).write(to: URL(filePath: path))
        #expect(throws: TrainingError.self) {
            _ = try trainer(options(steps: 1, state: "damaged.training")).run { _ in true }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("no state".utf8))
    }

    @Test func `a state with one bit changed is refused`() throws {
        let path = "\(folder.path)/flipped.training"
        _ = try trainer(options(steps: 1, state: "flipped.training")).run { _ in true }
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: path))
        let error = #expect(throws: TrainingError.self) {
            _ = try trainer(options(steps: 1, state: "flipped.training")).run { _ in true }
        }
        #expect(try #require(error).description.contains("Remove the file to begin anew"))
    }

    @Test func `other seeds learn other weights, the same seed the same`() throws {
        var options = options(steps: 1)
        let first = try trainer(options).run { _ in true }
        let again = try trainer(options).run { _ in true }
        options.seed = 2
        let other = try trainer(options).run { _ in true }
        #expect(first == again && first != other)
    }

    @Test func `the penalty takes photographs of a folder`() throws {
        var options = options(steps: 1)
        options.photos = folder.path
        let photographs = try trainer(options).run { _ in true }
        let drawn = try trainer(self.options(steps: 1)).run { _ in true }
        #expect(photographs != drawn)
        options.photos = "\(folder.path)/nowhere"
        #expect(throws: TrainingError.self) { _ = try trainer(options) }
    }
}
