import Anomaly
import Foundation

@testable import Training

/// A tiny residual network in both layouts, and what PyTorch says it makes of a picture; see
/// Tests/Fixtures/backbone.
struct BackboneFixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/backbone").standardized
    /// Rows and columns of the picture.
    static let side = 128
    static let layouts = ["named", "folded"]

    let layout: String
    let expected: SafeTensors

    init(_ layout: String) throws {
        self.layout = layout
        expected = try SafeTensors(Self.bytes("expected.safetensors"), file: "expected")
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func path(_ layout: String) -> String {
        let ending = layout == "named" ? "pth" : "safetensors"
        return folder.appending(path: "\(layout).\(ending)").path(percentEncoded: false)
    }

    var backbone: Backbone {
        get throws { try Backbone.read(path: Self.path(layout)) }
    }

    /// (128, 128, 3).
    var picture: [UInt8] {
        get throws { try expected.bytes("picture") }
    }

    /// `layer2`, `layer3` or `target`.
    func values(_ name: String) throws -> [Float] { try expected.floats("\(layout).\(name)") }

    /// The whole target without its margin, as an unpadded teacher wants it.
    func middle() throws -> [Float] {
        let whole = try values("target")
        return (0..<whole.count).filter { index in
            [index % 256 / 16, index % 16].allSatisfy { (4..<12).contains($0) }
        }.map { whole[$0] }
    }
}

/// A safetensors file of tensors of ones, by name and shape.
func fileOfOnes(_ shapes: [String: [Int]]) -> [UInt8] {
    var writer = SafeTensorsWriter(metadata: [])
    for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
        writer.add(
            name, shape: shape, [Float](repeating: 1, count: shape.reduce(1, *)))
    }
    return writer.encodedFile()
}
