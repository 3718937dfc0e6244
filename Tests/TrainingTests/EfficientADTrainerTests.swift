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
        options.schedule = options.schedule.with(steps: steps)
        options.schedule.autoencoderSteps = (5 * steps + 3) / 4
        options.schedule.penaltyInterval = 4
        options.state = state.map { "\(folder.path)/\($0)" }
        options.fitting.threads = 2
        return options
    }

    private func trainer(_ options: TrainingOptions) throws -> EfficientADTrainer {
        try EfficientADTrainer(teacher, paths: paths, options: options) { _ in true }
    }

    @Test(arguments: LearningPrecision.allCases)
    func `losses fall in each stage, and the teacher stays as it was`(
        precision: LearningPrecision
    ) throws {
        var losses: [LearningStage: [Double]] = [:]
        var options = options(steps: 24)
        options.precision = precision
        options.schedule.rate = 3e-3
        options.schedule.warmUp = 3
        let weights = try trainer(options).run {
            losses[$0.stage, default: []].append($0.losses.total)
            return true
        }
        #expect(losses.mapValues(\.count) == [.autoencoder: 30, .student: 24])
        for (stage, losses) in losses {
            #expect(try #require(losses.last) < 0.9 * losses[0], "\(stage): \(losses)")
        }
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
            if $0.stage == .student { seen.append($0.heldOut) } else { #expect($0.heldOut.isEmpty) }
            return true
        }
        let losses = try #require(seen.last)
        #expect(losses.count == 10 && seen[1].isEmpty && seen[2].count == 1)
        #expect(losses[9] < 0.9 * losses[0], "\(losses)")
        #expect(try self.trainer(options).run { _ in true } == weights)
    }

    @Test func `a run that goes on still knows what the first one saw of held-out parts`() throws {
        let heldOut = try PictureSplit.find(in: folder.path).heldOut
        func losses(state: String, stopAt: Int? = nil) throws -> [Double] {
            var seen: [Double] = []
            let trainer = try EfficientADTrainer(
                teacher, paths: paths, heldOut: heldOut, options: options(steps: 10, state: state)
            ) { _ in true }
            do {
                _ = try trainer.run {
                    seen = $0.heldOut
                    return $0.stage != .student || $0.step != stopAt
                }
            } catch .cancelled {}
            return seen
        }
        let whole = try losses(state: "whole.training")
        let first = try losses(state: "stopped.training", stopAt: 4)
        #expect(whole.count == 10 && first == Array(whole[..<4]))
        #expect(try losses(state: "stopped.training") == whole)
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

    @Test func `a run that was stopped in either stage ends like one that was not`() throws {
        let whole = try trainer(options(steps: 5)).run { _ in true }
        let state = "stopped.training"
        for stage in [LearningStage.autoencoder, .student] {
            #expect(throws: TrainingError.cancelled(state: "\(folder.path)/\(state)")) {
                _ = try trainer(options(steps: 5, state: state)).run {
                    $0.stage != stage || $0.step < 2
                }
            }
        }
        var seen: [Int] = []
        let resumed = try trainer(options(steps: 5, state: state)).run {
            seen.append($0.step)
            return true
        }
        #expect(seen == [3, 4, 5])
        #expect(resumed == whole)
    }

    @Test func `the autoencoder stays as it is while the student learns`() throws {
        var one = options(steps: 1)
        one.schedule.autoencoderSteps = 3
        var three = one
        three.schedule.steps = 3
        let (early, late) = try (
            trainer(one).run { _ in true }, trainer(three).run { _ in true }
        )
        for (name, tensor) in early.tensors where !name.hasSuffix("bias") {
            let stays = name.hasPrefix("autoencoder.") || name.hasPrefix("teacher.")
            guard stays || name.contains("conv4") else { continue }
            #expect((late.tensors[name] == tensor) == stays, "\(name)")
        }
    }

    @Test func `the published schedule teaches both networks at once`() throws {
        var options = options(steps: 3)
        options.schedule.autoencoderSteps = 0
        var seen: [LearningStage] = []
        _ = try trainer(options).run {
            seen.append($0.stage)
            #expect($0.losses.autoencoder > 0 && $0.losses.hard > 0)
            return true
        }
        #expect(seen == [.both, .both, .both])
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
        other = options(steps: 1, state: state)
        other.precision = .bf16
        let numbers = #expect(throws: TrainingError.self) {
            _ = try EfficientADTrainer(teacher, paths: paths, options: other) { _ in
                Issue.record("it is refused before a picture is looked at")
                return true
            }
        }
        #expect(
            try #require(numbers).description.contains("begun with precision f32, now it is bf16"))
    }

    @Test func `a state that says nothing of numbers is of float32`() throws {
        let path = "\(folder.path)/older.training"
        try LearningState(step: 0, facts: ["seed": "1"]).write(to: path, [])
        try LearningState.file(at: path, facts: ["seed": "1", "precision": "f32"])
        #expect(throws: TrainingError.self) {
            try LearningState.file(at: path, facts: ["seed": "1", "precision": "bf16"])
        }
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
