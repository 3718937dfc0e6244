import Anomaly
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

    @Test func `what is no teacher is refused in words`() throws {
        let folder = try PartFolder()
        let path = "\(folder.path)/none.safetensors"
        try TeacherFile.write(
            ["student.conv1.bias": Tensor(shape: [2], values: [0, 1])], metadata: [], to: path)
        let error = #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: path) }
        #expect(try #require(error).description.contains("has no teacher of 4"))
        let student = Fixtures.path("puad/s_size/set/product/autoencoder.pt")
        #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: student) }
        #expect(throws: TrainingError.self) { _ = try TeacherFile.read(path: "\(path).missing") }
    }
}
