import Imaging
import Testing

@Suite struct FrameLayoutTests {
    @Test(arguments: [
        (PixelFormat.yuyv, 8 * 6 * 2), (.grey, 48), (.rgb3, 144), (.bgr3, 144), (.nv12, 72),
        (.yu12, 72), (.rggb, 48), (.mjpg, 0),
    ])
    func `a frame without padding has the usual number of bytes`(format: PixelFormat, count: Int) {
        let layout = FrameLayout(format: format, width: 8, height: 6)
        #expect(layout.byteCountMinimum == count)
        #expect(layout.isValid)
    }

    @Test func `odd sizes round the chroma up`() {
        #expect(FrameLayout(format: .nv12, width: 5, height: 3).byteCountMinimum == 6 * 5)
        #expect(FrameLayout(format: .yu12, width: 5, height: 3).byteCountMinimum == 6 * 3 + 3 * 4)
        #expect(FrameLayout(format: .yuyv, width: 5, height: 3).byteCountMinimum == 12 * 3)
    }

    @Test func `the last row may lack its padding`() {
        let layout = FrameLayout(format: .rgb3, width: 5, height: 3, bytesPerRow: 32)
        #expect(layout.byteCountMinimum == 64 + 15)
    }
}
