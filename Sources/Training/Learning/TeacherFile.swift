public import Anomaly
import Foundation

/// A teacher by itself: our safetensors file, or somebody else's state dict.
public struct TeacherFile: Sendable {
    /// Its weights and biases, named as in a model file.
    public var tensors: [String: Tensor]
    /// What the file says of itself; empty for a state dict.
    public var metadata: [String: String]
    /// The SHA-256 of the file, hexadecimal.
    public var digest: String

    /// The outputs of every layer.
    public var widths: [Int] {
        let weights = NetworkWeights(tensors: tensors, teacherMean: [], teacherDeviation: [])
        return (weights.layers(of: .teacher) ?? []).compactMap {
            tensors[$0.weightName]?.shape.first
        }
    }

    /// Reads a teacher.
    ///
    /// - Parameter path: A safetensors file with `teacher.*` (a model file will do), or a torch
    ///   checkpoint of PUAD, nelson1425 or anomalib; told apart by what is in it.
    /// - Returns: The teacher, checked.
    /// - Throws: `.teacher`, `.badTeacher`, `.noWeights` or `.noTeacher`, with what is wrong.
    public static func read(path: String) throws(TrainingError) -> TeacherFile {
        var teacher = try readAny(path)
        teacher.digest = try orTrainingError(TrainingError.badTeacher) { () throws(ModelError) in
            try ModelFile.digest(of: path)
        }
        guard !teacher.widths.isEmpty else { throw .noTeacher(path: path) }
        try orTrainingError(TrainingError.badTeacher) { () throws(ModelError) in
            try teacher.check(file: path)
        }
        return teacher
    }

    private static func readAny(_ path: String) throws(TrainingError) -> TeacherFile {
        do throws(ImportError) {
            return TeacherFile(
                tensors: try ImportedNetworks.readTeacher(path: path), metadata: [:], digest: "")
        } catch .torch(.foreign(_, .safetensors)) {
            return try orTrainingError(TrainingError.badTeacher) { () throws(ModelError) in
                try readOurs(path)
            }
        } catch .torch(.foreign(_, .unknown)) {
            throw .noWeights(path: path)
        } catch {
            throw .teacher(error)
        }
    }

    /// Checks names, shapes and values, by giving the teacher pupils that have no faults.
    private func check(file: String) throws(ModelError) {
        var random = SplitMix64(seed: 0)
        let channels = widths[widths.count - 1]
        try NetworkWeights(
            tensors: tensors.merging(InitialWeights.pupils(ofTeacher: widths, &random)) { $1 },
            teacherMean: Array(repeating: 0, count: channels),
            teacherDeviation: Array(repeating: 1, count: channels)
        ).check(file: file)
    }

    private static func readOurs(_ path: String) throws(ModelError) -> TeacherFile {
        let file = try SafeTensors(path: path)
        var tensors: [String: Tensor] = [:]
        for tensor in file.tensors.values where tensor.name.hasPrefix("teacher.") {
            tensors[tensor.name] = Tensor(
                shape: tensor.shape, values: try file.floats(tensor.name))
        }
        return TeacherFile(tensors: tensors, metadata: file.metadata, digest: "")
    }

    /// Writes a teacher's weights as float16, which is as exact as any teacher needs.
    ///
    /// - Parameters:
    ///   - tensors: Its weights and biases.
    ///   - metadata: What the file says of itself.
    ///   - path: Where.
    /// - Throws: `.unwritable`.
    public static func write(
        _ tensors: [String: Tensor], metadata: [(key: String, value: String)], to path: String
    ) throws(ModelError) {
        var writer = SafeTensorsWriter(metadata: metadata)
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            writer.addHalves(name, shape: tensor.shape, tensor.values)
        }
        try ModelFile.write(writer.encodedFile(), to: path)
    }
}
