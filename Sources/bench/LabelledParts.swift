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

    /// White where a part differs from the same one without its defect.
    func mask(of number: Int, showing picture: borrowing RGBPicture) -> RGBPicture {
        var mask = RGBPicture(width: picture.width, height: picture.height)
        var bytes = mask.mutableBytes
        lines[0].render(UInt64(number), into: &bytes)
        let seen = picture.bytes
        for pixel in 0..<picture.width * picture.height {
            let places = 3 * pixel..<3 * pixel + 3
            let differs = places.contains { abs(Int(bytes[$0]) - Int(seen[$0])) > Self.visible }
            for place in places { bytes[place] = differs ? 255 : 0 }
        }
        return mask
    }

    /// Grey levels from which a difference counts; a smaller one is the fringe of a defect.
    private static let visible = 8

    /// Every other part is good; among the rest structural and logical kinds take turns.
    private func line(of number: Int) -> DemoLine {
        guard !goodOnly, number % 2 == 1 else { return lines[0] }
        let kinds: [DefectKind] = [.scratch, .missing, .dent, .extra, .stain, .swapped]
        return lines[1 + kinds[number / 2 % kinds.count].rawValue]
    }
}
