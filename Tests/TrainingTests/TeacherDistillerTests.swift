import Anomaly
import Foundation
import Testing

@testable import Training

@Suite struct TeacherDistillerTests {
    let photos: PhotoFolder
    let path: String

    /// 24 crops of 64 x 64 pixels, 2 of them held out.
    init() throws {
        photos = try PhotoFolder(12)
        path = "\(photos.path)/cache"
        var maker = try TargetMaker(
            BackboneFixture("named").backbone, photos: photos.library(), seed: 1, threads: 1,
            side: BackboneFixture.side, channels: 24)
        try maker.fill(cache: path, crops: 24) { _, _ in true }
    }

    private func options(window: Int, steps: Int) -> DistillationOptions {
        var options = DistillationOptions()
        options.window = window
        options.schedule.steps = steps
        options.schedule.warmUp = 2
        options.batch = 2
        options.state = "\(photos.path)/state"
        return options
    }

    private func distiller(window: Int, steps: Int = 12) throws -> TeacherDistiller {
        try TeacherDistiller(
            TargetCacheReader(path: path), options: options(window: window, steps: steps))
    }

    @Test(arguments: [48, 64])
    func `a teacher gets better at crops that it does not learn`(window: Int) throws {
        let distiller = try distiller(window: window, steps: 40)
        let before = try distiller.heldOutLoss()
        let (tensors, after) = try distiller.run { _ in true }
        // Of noise by formula there is little to learn.
        #expect(after < before)
        #expect(try distiller.heldOutLoss() == after)
        #expect(tensors["teacher.conv4.weight"]?.shape == [24, 256, 4, 4])
    }

    @Test func `a run that was stopped ends like one that was not`() throws {
        let (expected, loss) = try distiller(window: 48).run { _ in true }
        try FileManager.default.removeItem(atPath: "\(photos.path)/state")
        let stopped = try distiller(window: 48)
        #expect(throws: TrainingError.self) { try stopped.run { $0.step < 5 } }
        let (tensors, again) = try distiller(window: 48).run { _ in true }
        #expect(again == loss)
        #expect(tensors.mapValues(\.values) == expected.mapValues(\.values))
    }

    @Test func `a state of another run is refused before there are targets`() throws {
        let stopped = try distiller(window: 48)
        #expect(throws: TrainingError.self) { try stopped.run { $0.step < 2 } }
        let recipe = try TargetCacheReader(path: path).recipe
        var options = options(window: 48, steps: 12)
        try TeacherDistiller.checkState(options)
        try TeacherDistiller.checkState(options, of: recipe, crops: 24)
        #expect {
            try TeacherDistiller.checkState(options, of: recipe, crops: 25)
        } throws: { "\($0)".contains("was begun with crops 24, now it is 25") }
        options.precision = .bf16
        #expect {
            try TeacherDistiller.checkState(options)
        } throws: { "\($0)".contains("was begun with precision f32, now it is bf16") }
        options.state = nil
        try TeacherDistiller.checkState(options)
    }

    @Test func `a state of other windows is refused`() throws {
        let stopped = try distiller(window: 48)
        #expect(throws: TrainingError.self) { try stopped.run { $0.step < 2 } }
        do {
            _ = try distiller(window: 64).run { _ in true }
            Issue.record("went on")
        } catch {
            #expect("\(error)".contains("window"), "\(error)")
        }
    }
}
