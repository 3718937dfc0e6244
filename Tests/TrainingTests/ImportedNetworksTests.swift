import Anomaly
import Foundation
import Testing

@testable import Training

@Suite struct ImportedNetworksTests {
    static let product = "puad/s_size/set/product"

    @Test func `PUAD's directory is read with the teacher found beside it`() throws {
        let networks = try ImportedNetworks.read(path: Fixtures.path(Self.product))
        #expect(networks.layout == .puad)
        #expect(networks.tensors.count == 8 + 8 + 28)
        #expect(networks.tensors["teacher.conv4.weight"]?.shape == [24, 16, 4, 4])
        #expect(networks.tensors["student.conv4.bias"]?.shape == [48])
        #expect(networks.tensors["autoencoder.decoder.deconv8.weight"]?.shape == [24, 64, 3, 3])
        #expect(networks.teacherMean?.count == 24 && networks.teacherDeviation?.count == 24)
        let quantiles = try #require(networks.studentQuantiles)
        #expect(quantiles.b > quantiles.a && networks.autoencoderQuantiles != nil)
        #expect(networks.files.count == 6 && networks.warnings.isEmpty)
        // The statistics beside the teacher are others, and are not the ones to use.
        let own = try TorchCheckpoint.read(path: Fixtures.path("\(Self.product)/mu.pt")).root.tensor
        #expect(networks.teacherMean == own?.values)
    }

    @Test func `all six files may lie in one folder`() throws {
        let folder = try Scratch()
        for name in ["student", "autoencoder", "mu", "sigma", "quantile"] {
            try folder.copy("\(Self.product)/\(name).pt", to: "\(name).pt")
        }
        try folder.copy("puad/s_size/teacher/teacher.pt", to: "teacher.pt")
        let networks = try ImportedNetworks.read(path: folder.path)
        let same =
            networks.tensors
            == (try ImportedNetworks.read(path: Fixtures.path(Self.product)).tensors)
        #expect(same)
    }

    @Test(arguments: [("nelson1425", 16), ("nelson1425_m", 24)])
    func `numbered layers get their names`(folder: String, count: Int) throws {
        let networks = try ImportedNetworks.read(path: Fixtures.path(folder))
        #expect(networks.layout == .nelson1425)
        #expect(networks.tensors.count == count + 28)
        #expect(networks.teacherMean == nil && networks.studentQuantiles == nil)
        #expect(networks.tensors["autoencoder.decoder.deconv8.bias"]?.shape == [8])
    }

    @Test func `the same weights come through three layouts alike`() throws {
        let numbered = try ImportedNetworks.read(path: Fixtures.path("nelson1425"))
        let lightning = try ImportedNetworks.read(path: Fixtures.path("lightning.ckpt"))
        #expect(lightning.layout == .anomalib)
        #expect(Set(lightning.tensors.keys) == Set(numbered.tensors.keys))
        for (name, tensor) in numbered.tensors {
            let same = lightning.tensors[name] == tensor
            #expect(same, "\(name)")
        }
        #expect(lightning.teacherMean?.first == -1 && lightning.teacherDeviation?.last == 2)
        // Its quantiles are of another convention, so they are not kept.
        #expect(lightning.studentQuantiles == nil)
    }

    @Test func `a folder with one Lightning checkpoint is that checkpoint`() throws {
        let folder = try Scratch()
        try folder.copy("lightning.ckpt", to: "model.ckpt")
        #expect(try ImportedNetworks.read(path: folder.path).layout == .anomalib)
    }

    @Test func `the teacher may be named`() throws {
        let folder = try Scratch()
        for name in ["student", "autoencoder"] {
            try folder.copy("\(Self.product)/\(name).pt", to: "\(name).pt")
        }
        let said = message { try ImportedNetworks.read(path: folder.path) }
        #expect(said.contains("the teacher is missing") && said.contains("--teacher FILE"))
        let teacher = Fixtures.path("puad/s_size/teacher/teacher.pt")
        let networks = try ImportedNetworks.read(path: folder.path, teacher: teacher)
        #expect(networks.tensors.count == 44 && networks.teacherMean == nil)
    }

    @Test func `what cannot be imported is named, with advice`() throws {
        let folder = try Scratch()
        try Data([8, 7, 0x12]).write(to: URL(filePath: "\(folder.path)/model.onnx"))
        #expect(message { try ImportedNetworks.read(path: folder.path) }.contains("ONNX"))
        let onnx = "\(folder.path)/model.onnx"
        #expect(message { try ImportedNetworks.read(path: onnx) }.contains("ONNX"))
        let array = "\(folder.path)/x_quantiles.npy"
        try Data([0x93] + Array("NUMPY".utf8)).write(to: URL(filePath: array))
        #expect(message { try ImportedNetworks.read(path: array) }.contains("NumPy"))
        let module = Fixtures.path("hostile/whole_module.pt")
        #expect(message { try ImportedNetworks.read(path: module) }.contains("state_dict()"))
        let one = Fixtures.path("puad/s_size/teacher/teacher.pt")
        #expect(message { try ImportedNetworks.read(path: one) }.contains("give the folder"))
        let root = Fixtures.path("puad")
        #expect(message { try ImportedNetworks.read(path: root) }.contains(Self.product))
        let nothing = "/nonexistent/model"
        #expect(message { try ImportedNetworks.read(path: nothing) }.contains("no such file"))
    }

    @Test func `networks that do not fit each other are refused by name`() throws {
        let folder = try Scratch()
        for name in ["student", "autoencoder"] {
            try folder.copy("nelson1425/\(name)_final.pth", to: "\(name)_final.pth")
        }
        let teacher = Fixtures.path("puad/s_size/teacher/teacher.pt")
        let said = message { try ImportedNetworks.read(path: folder.path, teacher: teacher) }
        #expect(said.contains("student.conv4.weight"), "\(said)")
    }

    @Test func `two possible students are not guessed between`() throws {
        let folder = try Scratch()
        try folder.copy("nelson1425/student_final.pth", to: "student_a.pth")
        try folder.copy("nelson1425/student_final.pth", to: "student_b.pth")
        #expect(message { try ImportedNetworks.read(path: folder.path) }.contains("student_a.pth"))
    }

    private func message(_ body: () throws -> ImportedNetworks) -> String {
        do {
            _ = try body()
            return "nothing was refused"
        } catch {
            return "\(error)"
        }
    }
}
