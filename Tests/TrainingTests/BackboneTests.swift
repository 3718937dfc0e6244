import Anomaly
import Compute
import Host
import Testing

@testable import Training

@Suite struct BackboneTests {
    @Test(arguments: BackboneFixture.layouts)
    func `blocks, strides and channels follow from the file`(layout: String) throws {
        let backbone = try BackboneFixture(layout).backbone
        #expect(backbone.stages.map(\.count) == [2, 2, 2])
        #expect(backbone.channels == (32, 64))
        #expect(backbone.stages.map { $0[0].middle.stride } == [1, 2, 2])
        #expect(backbone.stages.map { $0[0].projection?.stride } == [1, 2, 2])
        #expect(backbone.stages.allSatisfy { $0[1].projection == nil && $0[1].middle.stride == 1 })
        #expect(backbone.name == "a residual network of 2+2+2 blocks, 4 wide")
        let bytes = try FileSystem.read(BackboneFixture.path(layout), limit: 1 << 20)
        #expect(backbone.digest == SHA256.hexadecimalDigest(of: bytes))
    }

    /// The shapes of the named fixture, as safetensors.
    static func named() -> [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        func add(_ convolution: String, _ norm: String, _ shape: [Int]) {
            shapes["\(convolution).weight"] = shape
            for part in ["weight", "bias", "running_mean", "running_var"] {
                shapes["\(norm).\(part)"] = [shape[0]]
            }
        }
        add("conv1", "bn1", [8, 3, 7, 7])
        var inputs = 8
        for stage in 1...3 {
            let (name, inner) = ("layer\(stage).0", 4 << (stage - 1))
            add("\(name).conv1", "\(name).bn1", [inner, inputs, 1, 1])
            add("\(name).conv2", "\(name).bn2", [inner, inner, 3, 3])
            add("\(name).conv3", "\(name).bn3", [4 * inner, inner, 1, 1])
            add("\(name).downsample.0", "\(name).downsample.1", [4 * inner, inputs, 1, 1])
            inputs = 4 * inner
        }
        return shapes
    }

    @Test func `torchvision's names are read from safetensors too`() throws {
        let file = try BackboneTensors(fileOfOnes(Self.named()), file: "f")
        #expect(try Backbone(file).stages.map(\.count) == [1, 1, 1])
    }

    @Test func `a batch norm is folded into its convolution`() throws {
        let file = try BackboneTensors(fileOfOnes(Self.named()), file: "f")
        let stem = try Backbone(file).stem
        let factor = 1 / (1 + 1e-5).squareRoot()
        #expect(stem.weight.allSatisfy { $0 == Float(factor) })
        #expect(stem.bias.allSatisfy { $0 == Float(1 - factor) })
    }

    /// What is changed in the named shapes, and what the refusal says.
    static let damages: [(String, [Int]?, String)] = [
        ("layer2.0.conv3.weight", nil, "ResNet-18"),
        ("layer2.0.conv2.weight", [8, 4, 3, 3], "ResNeXt"),
        ("layer1.0.conv1.weight", [4, 9, 1, 1], "reads 9 channels of 8"),
        ("layer3.0.downsample.0.weight", nil, "layer3.0: a stage must begin with a projection"),
        ("layer3.0.conv1.weight", nil, "layer3.0.conv1.weight: missing"),
        ("bn1.running_var", nil, "bn1.running_var: missing"),
        ("layer1.0.bn2.bias", [5], "its shape is [5], not (4)"),
        ("conv1.weight", [8, 3, 3, 3], "3x3 over 3 channels, not 7x7"),
        ("layer1.0.conv2.weight", [4, 4, 3], "not (outputs, inputs, side, side)"),
    ]

    @Test(arguments: damages.indices)
    func `a network that does not fit together is refused by its tensor`(index: Int) throws {
        let (name, shape, said) = Self.damages[index]
        var shapes = Self.named()
        shapes[name] = shape
        let file = try BackboneTensors(fileOfOnes(shapes), file: "f")
        do throws(BackboneError) {
            _ = try Backbone(file)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains(said), "\(error)")
            #expect(error.description.hasPrefix("f: "))
        }
    }

    @Test func `a shortcut of identity needs a sum of the same channels`() throws {
        var shapes = Self.named()
        for name in ["conv1", "conv2", "conv3"] {
            let first = shapes["layer1.0.\(name).weight"] ?? []
            shapes["layer1.1.\(name).weight"] = first
            for part in ["weight", "bias", "running_mean", "running_var"] {
                shapes["layer1.1.bn\(name.last ?? "0").\(part)"] = [first[0]]
            }
        }
        shapes["layer1.1.conv1.weight"] = [4, 16, 1, 1]
        #expect(try Backbone(BackboneTensors(fileOfOnes(shapes), file: "f")).stages[0].count == 2)
        shapes["layer1.1.conv3.weight"] = [20, 4, 1, 1]
        for part in ["weight", "bias", "running_mean", "running_var"] {
            shapes["layer1.1.bn3.\(part)"] = [20]
        }
        #expect(throws: BackboneError.self) {
            _ = try Backbone(BackboneTensors(fileOfOnes(shapes), file: "f"))
        }
    }

    @Test func `layouts that are not known are refused with what was found`() throws {
        let file = try BackboneTensors(
            fileOfOnes(["stem.conv.weight": [1], "stages.0.gamma": [2]]), file: "f")
        let found = ["stages.0.gamma", "stem.conv.weight"]
        #expect(throws: BackboneError.unknownLayout(file: "f", found: found)) {
            _ = try Backbone(file)
        }
    }

    @Test func `a folded network that ends too early is refused`() throws {
        let shapes = [
            "conv0.weight": [8, 3, 7, 7], "conv0.bias": [8], "conv1.weight": [16, 8, 1, 1],
            "conv1.bias": [16], "conv2.weight": [4, 8, 1, 1], "conv2.bias": [4],
            "conv3.weight": [4, 4, 3, 3], "conv3.bias": [4], "conv4.weight": [16, 4, 1, 1],
            "conv4.bias": [16],
        ]
        let file = try BackboneTensors(fileOfOnes(shapes), file: "f")
        do throws(BackboneError) {
            _ = try Backbone(file)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("ends after 1 stages"), "\(error)")
        }
    }

    @Test func `a file of another kind, or none, is refused`() {
        let text = Array("good parts are in the other folder".utf8)
        #expect {
            _ = try BackboneTensors(text, file: "notes.txt")
        } throws: {
            "\($0)".hasPrefix("notes.txt: is neither a safetensors file nor a PyTorch checkpoint.")
                && "\($0)".contains("ResNet-50")
        }
        // A damaged one: what makes models does not make backbones.
        #expect {
            _ = try BackboneTensors(fileOfOnes(["conv1.weight": [9]]).dropLast(), file: "f")
        } throws: {
            "\($0)".contains("another backbone") && !"\($0)".contains("sight train")
        }
        #expect(throws: BackboneError.torch(.foreign(file: "f", kind: .numpy))) {
            _ = try BackboneTensors([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], file: "f")
        }
        #expect(throws: BackboneError.unreadable(.call("open", on: "/none/f", .notFound))) {
            _ = try Backbone.read(path: "/none/f")
        }
    }
}
