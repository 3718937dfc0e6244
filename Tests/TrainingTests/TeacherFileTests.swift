import Anomaly
import Foundation
import Testing

@testable import Training

@Suite struct TeacherFileTests {
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

    @Test func `a teacher is known by what is in it, whatever its name`() throws {
        let folder = try Scratch()
        let teacher = try TeacherFile.read(path: Fixtures.path("puad/s_size/teacher/teacher.pt"))
        let path = "\(folder.path)/teacher.bin"
        try TeacherFile.write(teacher.tensors, metadata: [], to: path)
        #expect(try TeacherFile.read(path: path).widths == teacher.widths)
    }

    @Test func `a file that is no model at all is told of with what is taken`() throws {
        let folder = try Scratch()
        for name in ["notes.txt", "notes.safetensors"] {
            let path = "\(folder.path)/\(name)"
            try Data("good parts are in the other folder".utf8).write(to: URL(filePath: path))
            #expect(throws: TrainingError.noWeights(path: path)) {
                _ = try TeacherFile.read(path: path)
            }
        }
        let said = TrainingError.noWeights(path: "notes.txt").description
        #expect(said.contains("neither a safetensors file nor a PyTorch checkpoint"))
    }

    @Test func `a bad teacher's advice is how to get a teacher`() throws {
        let folder = try Scratch()
        let teacher = try TeacherFile.read(path: Fixtures.path("puad/s_size/teacher/teacher.pt"))
        let path = "\(folder.path)/teacher.safetensors"
        try TeacherFile.write(teacher.tensors, metadata: [], to: path)
        let content = try Data(contentsOf: URL(filePath: path))
        // Cut off, changed, and of a network that is none.
        var changed = content
        changed[content.count - 1] ^= 1
        var tensors = teacher.tensors
        tensors["teacher.conv2.bias"] = Tensor(shape: [1], values: [0])
        let other = "\(folder.path)/other.safetensors"
        try TeacherFile.write(tensors, metadata: [], to: other)
        let misfit = try Data(contentsOf: URL(filePath: other))
        for bytes in [Data(content.dropLast()), changed, misfit] {
            try bytes.write(to: URL(filePath: path))
            let error = #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: path) }
            let said = error?.description ?? ""
            #expect(said.contains("`sight distill`") && said.contains("teacher-s.safetensors"))
            #expect(!said.contains("sight train") && !said.contains("sight import"), "\(said)")
        }
    }

    @Test func `what is no teacher is refused in words`() throws {
        let folder = try PartFolder()
        let path = "\(folder.path)/none.safetensors"
        try TeacherFile.write(
            ["student.conv1.bias": Tensor(shape: [2], values: [0, 1])], metadata: [], to: path)
        let error = #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: path) }
        let said = try #require(error).description
        #expect(said.contains("has no teacher of 4") && said.contains("teacher-s.safetensors"))
        let student = Fixtures.path("puad/s_size/set/product/autoencoder.pt")
        #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: student) }
        #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: "\(path).missing") }
    }
}
