import Foundation
import Testing

@testable import Training

@Suite struct DistillationTargetsTests {
    @Test(arguments: BackboneFixture.layouts, [1, 2])
    func `layers and target are what PyTorch computes`(layout: String, threads: Int) throws {
        let fixture = try BackboneFixture(layout)
        let targets = try DistillationTargets(
            fixture.backbone, side: BackboneFixture.side, threads: threads)
        #expect(targets.channels == 24 && targets.grid == 8)
        let picture = try fixture.picture
        targets.run(picture.span)
        for (stage, name) in [(1, "layer2"), (2, "layer3")] {
            let expected = try fixture.values(name)
            var found = [Float](repeating: .nan, count: expected.count)
            targets.copyLayer(stage, into: &found)
            expectClose(found, expected, within: 2e-5)
        }
        expectClose(targets.whole, try fixture.values("target"), within: 2e-5)
        // Half precision has 11 bits.
        let stored = targets.target.map { Float(Float16(bitPattern: $0)) }
        expectClose(stored, try fixture.middle(), within: 0x1p-11)
    }

    @Test func `one picture leaves nothing behind for the next`() throws {
        let fixture = try BackboneFixture("named")
        let targets = try DistillationTargets(
            fixture.backbone, side: BackboneFixture.side, threads: 1)
        let picture = try fixture.picture
        let found = [picture, Array(picture.reversed()), picture].map { picture in
            targets.run(picture.span)
            return targets.target
        }
        #expect(found[0] == found[2] && found[0] != found[1])
    }
}

/// Fails, naming the worst element, unless every element is within `share` of the largest one.
func expectClose(
    _ found: [Float], _ expected: [Float], within share: Float,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    let largest = expected.map(abs).max() ?? 0
    let worst = zip(found, expected).enumerated().max {
        abs($0.element.0 - $0.element.1) < abs($1.element.0 - $1.element.1)
    }
    guard let (index, (a, b)) = worst else { return }
    #expect(
        abs(a - b) <= share * largest, "element \(index) is \(a), not \(b), of \(largest)",
        sourceLocation: sourceLocation)
    #expect(found.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
}
