import Demo
import Imaging

/// Fresh parts of the demo line with their truth: half good, a quarter each structural and logical.
struct LabelledParts {
    private let lines: [DemoLine]
    private let goodOnly: Bool

    init(seed: UInt64, goodOnly: Bool = false) {
        self.goodOnly = goodOnly
        let policies = [.never] + DefectKind.allCases.map(DefectPolicy.always)
        lines = policies.map { DemoLine(seed: seed, defects: $0) }
    }

    /// Draws part `number` and tells what it shows.
    func render(_ number: Int, into picture: inout RGBPicture) -> FrameTruth {
        let line = line(of: number)
        picture.reshape(width: line.width, height: line.height)
        var bytes = picture.mutableBytes
        line.render(UInt64(number), into: &bytes)
        return line.truth(of: UInt64(number))
    }

    /// Every other part is good; among the rest structural and logical kinds take turns.
    private func line(of number: Int) -> DemoLine {
        guard !goodOnly, number % 2 == 1 else { return lines[0] }
        let kinds: [DefectKind] = [.scratch, .missing, .dent, .extra, .stain, .swapped]
        return lines[1 + kinds[number / 2 % kinds.count].rawValue]
    }
}
