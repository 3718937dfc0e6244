import Anomaly
import Foundation
import TestSupport
import Testing

@testable import Training

@Suite struct TorchCheckpointTests {
    @Test func `every element of the official teacher comes through`() throws {
        let root = try TorchCheckpoint.read(path: Fixtures.path("puad/s_size/teacher/teacher.pt"))
            .root
        for layer in 1...4 {
            for part in ["weight", "bias"] {
                let tensor = try #require(root["conv\(layer).\(part)"]?.tensor)
                let inputs = tensor.shape.dropFirst().reduce(1, *)
                let name = "open/tiny.teacher.conv\(layer).\(part)"
                let limit = part == "weight" ? Float((6 / Double(inputs)).squareRoot()) : 0.05
                let expected = formulaWeights(name, count: tensor.values.count, limit: limit)
                let same = tensor.values == expected
                #expect(same, "\(name)")
            }
        }
        #expect(root["conv4.weight"]?.tensor?.shape == [24, 16, 4, 4])
    }

    @Test func `the autoencoder has its 28 tensors and no warning`() throws {
        let file = try TorchCheckpoint.read(
            path: Fixtures.path("puad/s_size/set/product/autoencoder.pt"))
        guard case .dictionary(let entries) = file.root else {
            Issue.record("no dictionary")
            return
        }
        #expect(entries.count == 28)
        #expect(entries["decoder.deconv8.weight"]?.tensor?.shape == [24, 64, 3, 3])
        #expect(file.warnings.isEmpty)
    }

    @Test func `strides, scalars and half numbers are put in order`() throws {
        let root = try TorchCheckpoint.read(path: Fixtures.path("good_strides.pt")).root
        let w = try #require(root["w"]?.tensor)
        #expect(w.shape == [4, 2, 3])
        for a in 0..<4 {
            for b in 0..<2 {
                for c in 0..<3 {
                    #expect(w.values[(a * 2 + b) * 3 + c] == Float((b * 3 + c) * 4 + a))
                }
            }
        }
        #expect(root["s"]?.tensor == Tensor(shape: [], values: [3.5]))
        #expect(root["h"]?.tensor?.values == [0, 1, 2, 3])
        #expect(root["v"]?.tensor?.values == [2, 4, 6])
    }

    @Test func `every number format and plain value is read`() throws {
        let root = try TorchCheckpoint.read(path: Fixtures.path("good_types.pt")).root
        let expected: [String: [Float]] = [
            "bfloat16": [1.5, -2], "double": [0.1], "long": [1, -2], "int": [3, -4],
            "short": [5, -6], "char": [7, -8], "byte": [9, 250], "bool": [1, 0],
            "parameter": [2.5], "empty": [],
        ]
        for (name, values) in expected { #expect(root[name]?.tensor?.values == values, "\(name)") }
        #expect(root["empty"]?.tensor?.shape == [0, 3])
        let tuple = TorchValue.list([
            .number(1), .number(-2.5), .none, .bool(true), .text("x"),
        ])
        #expect(
            root["others"] == .list([tuple, .number(0x1p40), .number(-5), .number(70000)]))
    }

    @Test(arguments: [
        ("anomalib_export", "Lightning checkpoint (model.ckpt)"), ("script", "TorchScript"),
        ("expanded", ".contiguous()"), ("protocol_4", "pickle_protocol=2"),
        ("old", "before version 1.6"), ("complex", "ComplexFloatStorage"),
    ])
    func `a real file of another kind is refused with advice`(name: String, advice: String) {
        do throws(TorchError) {
            _ = try TorchCheckpoint.read(path: Fixtures.path("foreign/\(name).pt"))
            Issue.record("\(name) was accepted")
        } catch {
            #expect(error.description.contains(advice), "\(error)")
        }
    }

    @Test func `a bare tensor is a file of its own`() throws {
        let root = try TorchCheckpoint.read(path: Fixtures.path("puad/s_size/set/product/mu.pt"))
            .root
        #expect(root.tensor?.shape == [24])
    }

    @Test(arguments: [
        ("big_endian", "highest byte first"), ("deep_marks", "open marks"), ("empty", "empty"),
        ("evaluates_code", "eval; nothing was called"), ("huge_size", "2147483647"),
        ("key_escapes", "\"../../\""), ("legacy_format", "before version 1.6"),
        ("memo_out_of_range", "nothing is noted"), ("no_stop", "ends without its stop"),
        ("not_a_number", "tensor w: element"), ("not_a_zip", "not a PyTorch file"),
        ("pickle_missing", "data.pkl: is missing"),
        ("runs_a_command", "posix.system; nothing was called"),
        ("stack_underflow", "closes a mark"), ("storage_missing", "data/0: is missing"),
        ("storage_too_short", "bytes instead of 48"), ("torchscript", "TorchScript"),
        ("truncated", "end record"), ("unknown_opcode", "instruction 0x"),
        ("whole_module", "torch.nn.modules.conv.Conv2d"),
    ])
    func `a hostile file is refused with a sentence that says why`(name: String, why: String) {
        let started = ContinuousClock.now
        do throws(TorchError) {
            _ = try TorchCheckpoint.read(path: Fixtures.path("hostile/\(name).pt"))
            Issue.record("\(name) was accepted")
        } catch {
            #expect(error.description.contains(why), "\(error)")
            #expect(error.description.contains("\(name).pt: ") && error.description.hasSuffix("."))
        }
        #expect(ContinuousClock.now - started < .seconds(1))
    }

    @Test func `every hostile file of the folder is refused in both modes`() throws {
        let folder = Fixtures.torch.appending(path: "hostile")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count == 20)
        for name in names {
            let path = folder.appending(path: name).path
            #expect(throws: TorchError.self) { try TorchCheckpoint.read(path: path) }
            // Lenient reading passes over calls and objects, but then there is no state_dict.
            if let file = try? TorchCheckpoint.read(path: path, mode: .lenient) {
                #expect(file.root["state_dict"] == nil)
            }
        }
    }

    @Test func `a Lightning checkpoint gives its tensors and hides its objects`() throws {
        let path = Fixtures.path("lightning.ckpt")
        let root = try TorchCheckpoint.read(path: path, mode: .lenient).root
        let state = try #require(root["state_dict"])
        #expect(state["model.teacher.conv1.weight"]?.tensor?.shape == [4, 3, 4, 4])
        #expect(state["model.mean_std.mean"]?.tensor?.shape == [1, 8, 1, 1])
        #expect(state["model.quantiles.qb_ae"]?.tensor?.values == [0.4])
        #expect(state["post_processor.image_min"]?.tensor?.values.first?.isNaN == true)
        #expect(root["global_step"] == .number(1000))
        #expect(root["pytorch-lightning_version"] == .text("2.5.0"))
        guard case .opaque? = root["optimizer_states"], case .opaque? = root["hyper_parameters"]
        else {
            Issue.record("optimizer or settings were read")
            return
        }
    }

    @Test func `a Lightning checkpoint is refused where a state dict belongs`() {
        #expect(throws: TorchError.self) {
            try TorchCheckpoint.read(path: Fixtures.path("lightning.ckpt"))
        }
    }

    @Test func `a missing file, a folder and a device are refused`() {
        for path in ["/nonexistent/teacher.pt", Fixtures.path("puad"), "/dev/zero"] {
            #expect(throws: TorchError.self) { try TorchCheckpoint.read(path: path) }
        }
    }

    @Test func `a wrong checksum is a warning`() throws {
        var bytes = try Fixtures.bytes("puad/s_size/set/product/mu.pt")
        let good = try TorchCheckpoint.read(bytes: bytes, file: "mu.pt")
        let first = try #require(good.root.tensor?.values.first)
        let place = try #require(
            bytes.indices.dropLast(4).first {
                bytes.little32($0) == Int(first.bitPattern)
            })
        bytes[place] ^= 1
        let file = try TorchCheckpoint.read(bytes: bytes, file: "mu.pt")
        #expect(file.warnings == ["mu.pt: record data/0: the checksum is wrong"])
        #expect(file.root.tensor?.values.first == Float(bitPattern: first.bitPattern ^ 1))
    }
}
