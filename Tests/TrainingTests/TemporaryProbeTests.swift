import Foundation
import Testing

@testable import Training

@Suite struct TemporaryProbeTests {
    @Test func `dump`() throws {
        let backbone = try Backbone.read(
            path: "/work/shared/data/resnet50_folded_f16.safetensors")
        let targets = try DistillationTargets(backbone, threads: 2)
        for n in 0..<2 {
            let picture = [UInt8](try Data(contentsOf: URL(filePath: "/tmp/distill/p\(n).rgb")))
            targets.run(picture.span)
            for (stage, name) in [(1, "l2"), (2, "l3")] {
                let data = try Data(contentsOf: URL(filePath: "/tmp/distill/p\(n).\(name)"))
                let expected = (0..<data.count / 4).map { i in
                    Float(
                        bitPattern: UInt32(data[4 * i]) | UInt32(data[4 * i + 1]) << 8
                            | UInt32(data[4 * i + 2]) << 16 | UInt32(data[4 * i + 3]) << 24)
                }
                var found = [Float](repeating: .nan, count: expected.count)
                targets.copyLayer(stage, into: &found)
                let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? -1
                let largest = expected.map(abs).max() ?? 0
                print("PROBE", n, name, worst, largest, worst / largest)
            }
        }
    }
}
