import Anomaly
import Foundation
import Testing

@testable import Training

/// The small parts of learning: schedules, changed colours, drawn pictures, teachers' files.
@Suite struct LearningPartsTests {
    @Test func `the full schedule is the published one`() {
        let full = LearningSchedule.full
        #expect(full.steps == 70_000 && full.penaltyInterval == 1)
        #expect(full.rate(at: 0) == 1e-4 && full.rate(at: 66_499) == 1e-4)
        #expect(abs(full.rate(at: 66_500) - 1e-5) < 1e-12)
    }

    @Test func `the quick schedule rises, then falls to a hundredth`() {
        let quick = LearningSchedule.quick
        let rates = (0..<quick.steps).map { quick.rate(at: $0) }
        let top = rates.firstIndex(of: rates.max() ?? 0) ?? -1
        #expect(top == quick.warmUp)
        #expect(zip(rates[..<top], rates[1...top]).allSatisfy { $0 < $1 })
        #expect(zip(rates[top...].dropLast(), rates[(top + 1)...]).allSatisfy { $0 >= $1 })
        #expect(abs(Double(rates.last ?? 0) / quick.rate - 0.01) < 1e-4)
    }

    // The vectors of ALGORITHMS 13, number 7.
    @Test func `saturation and contrast are those of the vectors`() {
        let colour: [Float] = [0.2, 0.5, 0.9].map { $0 * 255 }
        let saturated = ColourChange(kind: .saturation, factor: 1.2).applied(to: colour)
        let contrasted = ColourChange(kind: .contrast, factor: 0.8).applied(to: colour)
        for (found, expected) in zip(saturated, [0.148824, 0.508824, 0.988824] as [Float]) {
            #expect(abs(found / 255 - expected) < 1e-6)
        }
        for (found, expected) in zip(contrasted, [0.251176, 0.491176, 0.811176] as [Float]) {
            #expect(abs(found / 255 - expected) < 1e-6)
        }
    }

    @Test func `changed samples stay in their range`() {
        let picture: [Float] = [0, 128, 255, 255, 255, 250]
        for kind in ColourChange.Kind.allCases {
            let changed = ColourChange(kind: kind, factor: 1.2).applied(to: picture)
            #expect(changed.allSatisfy { (0...255).contains($0) })
        }
        #expect(
            ColourChange(kind: .brightness, factor: 1.25).applied(to: [100, 250, 0])
                == [125, 255, 0])
    }

    @Test func `drawn changes are near one and of every kind`() {
        var random = SplitMix64(seed: 3)
        let changes = (0..<200).map { _ in ColourChange.drawn(&random) }
        #expect(changes.allSatisfy { (0.8...1.2).contains($0.factor) })
        for kind in ColourChange.Kind.allCases {
            #expect(changes.count { $0.kind == kind } > 30)
        }
    }

    @Test func `drawn pictures follow from their seed, and are full of edges`() {
        var (one, same, other) = (
            SplitMix64(seed: 1), SplitMix64(seed: 1), SplitMix64(seed: 2)
        )
        let picture = DeadLeaves.drawn(side: 64, &one)
        #expect(picture == DeadLeaves.drawn(side: 64, &same))
        #expect(picture != DeadLeaves.drawn(side: 64, &other))
        #expect(picture.count == 3 * 64 * 64 && picture.allSatisfy { (0...255).contains($0) })
        let edges = (0..<(64 * 64 - 1)).count { abs(picture[3 * $0] - picture[3 * $0 + 3]) > 20 }
        #expect(edges > 100)
    }

    @Test func `a teacher that is written is read again as half precision keeps it`() throws {
        let folder = try PartFolder()
        let teacher = try TeacherFile.read(path: Fixtures.path("puad/s_size/teacher/teacher.pt"))
        #expect(teacher.widths == [8, 16, 16, 24])
        let path = "\(folder.path)/teacher.safetensors"
        try TeacherFile.write(teacher.tensors, metadata: [("format", "test")], to: path)
        let read = try TeacherFile.read(path: path)
        #expect(read.metadata["format"] == "test" && read.widths == teacher.widths)
        for (name, tensor) in teacher.tensors {
            let found = try #require(read.tensors[name])
            #expect(found.values == tensor.values.map { Float(Float16($0)) })
        }
    }

    @Test func `what is no teacher is refused in words`() throws {
        let folder = try PartFolder()
        let path = "\(folder.path)/none.safetensors"
        try TeacherFile.write(
            ["student.conv1.bias": Tensor(shape: [2], values: [0, 1])], metadata: [], to: path)
        let error = #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: path) }
        #expect(try #require(error).description.contains("there is no teacher"))
        let student = Fixtures.path("puad/s_size/set/product/autoencoder.pt")
        #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: student) }
        #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: "\(path).missing") }
    }
}
