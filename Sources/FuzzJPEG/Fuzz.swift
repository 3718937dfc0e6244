import Imaging

/// libFuzzer's entry: no bytes may crash the decoder of frames, nor that of picture files.
@c(LLVMFuzzerTestOneInput)
public func fuzzJPEG(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    var picture = RGBPicture()
    do throws(ImagingError) {
        try PictureFile.decode(bytes.span, path: "input", into: &picture)
    } catch {
        return 0
    }
    var decoder = Decoder()
    let layout = FrameLayout(format: .mjpg, width: picture.width, height: picture.height)
    for _ in 0..<2 {
        do throws(ImagingError) {
            try decoder.decode(bytes.span, layout: layout, into: &picture)
        } catch {
            return 0
        }
    }
    return 0
}
