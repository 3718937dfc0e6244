import Imaging
import Testing

@testable import Training

@Suite struct PictureKindsTests {
    private let grey: [UInt8] = [7, 7, 7, 9, 9, 9]
    private let coloured: [UInt8] = [7, 7, 7, 9, 8, 9]
    private let size = PictureSize(width: 2, height: 1)

    @Test func `pictures of one size and kind are not remarked on`() {
        for picture in [grey, coloured] {
            var kinds = PictureKinds()
            for _ in 0..<3 { kinds.add(.init(of: picture.span, size: size)) }
            #expect(kinds.warnings.isEmpty)
        }
    }

    @Test func `several sizes are told, the commonest first`() {
        var kinds = PictureKinds()
        kinds.add(.init(of: grey.span, size: PictureSize(width: 9, height: 4)))
        for _ in 0..<2 { kinds.add(.init(of: grey.span, size: size)) }
        #expect(kinds.warnings.count == 1)
        #expect(kinds.warnings.first?.contains("2 sizes (2 of 2x1, 1 of 9x4)") == true)
    }

    @Test func `grey among colours is told with both counts`() {
        var kinds = PictureKinds()
        kinds.add(.init(of: grey.span, size: size))
        for _ in 0..<3 { kinds.add(.init(of: coloured.span, size: size)) }
        #expect(kinds.warnings.count == 1)
        #expect(kinds.warnings.first?.hasPrefix("1 of 4 pictures is grey and the rest") == true)
        kinds.add(.init(of: grey.span, size: size))
        #expect(kinds.warnings.first?.hasPrefix("2 of 5 pictures are grey and the rest") == true)
    }
}
