import Imaging
import TestSupport
import Testing

@Suite struct RGBPictureTests {
    @Test func `a new picture is black and has its size`() {
        let picture = RGBPicture(width: 3, height: 2)
        #expect(picture.array == [UInt8](repeating: 0, count: 18))
        #expect(picture.size == PictureSize(width: 3, height: 2))
        #expect(RGBPicture().array.isEmpty)
    }

    @Test func `a copy is the same and independent`() {
        var picture = Pictures.formula(4, 4)
        let copy = picture.copy()
        var bytes = picture.mutableBytes
        bytes[0] = 99
        #expect(copy.array == Pictures.formula(4, 4).array)
        #expect(picture.pixel(0, 0)[0] == 99)
    }

    @Test(.enabled(if: countsAllocations)) func `smaller and back again allocates nothing`() {
        var picture = RGBPicture(width: 100, height: 100)
        let made = allocations {
            picture.reshape(width: 50, height: 7)
            picture.reshape(width: 100, height: 100)
        }
        #expect(made == 0)
    }

    @Test func `after a new size there are as many samples`() {
        var picture = RGBPicture(width: 2, height: 2)
        for (width, height) in [(5, 4), (1, 1), (0, 9), (7, 7)] {
            picture.reshape(width: width, height: height)
            #expect(picture.bytes.count == 3 * width * height)
            #expect(picture.mutableBytes.count == 3 * width * height)
        }
    }
}
