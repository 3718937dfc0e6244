import CKernels
import Compute
import Testing

extension KernelTests {
    @Suite struct PicturePlanesTests {
        @Test(arguments: levels)
        func `each channel gets its own scale and shift`(level: ckernels_level) {
            #expect(ckernels_use_level(level))
            let picture = (0..<111).map { UInt8($0 * 37 % 256) }
            var planes = [Float](repeating: .nan, count: 111)
            picturePlanes(
                picture.span, scale: [0.5, 2, -1], shift: [1, -3, 0.25], into: &planes)
            let expected = (0..<3).flatMap { channel in
                (0..<37).map { pixel in
                    Float(picture[3 * pixel + channel]) * [0.5, 2, -1][channel]
                        + [1, -3, 0.25][channel]
                }
            }
            expectClose(planes, expected, within: 0)
        }
    }
}
