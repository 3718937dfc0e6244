import CImaging

/// Decodes JPEG pictures through libjpeg, one after another, with the same memory.
///
/// Every fault of the bytes, also one that libjpeg would only warn of, ends the picture: a part is
/// never judged by pixels that libjpeg made up. The corresponding C functions are in `jpeg.c`.
@safe struct JPEGDecoder: ~Copyable, @unchecked Sendable {
    // @unchecked: the C object belongs to this value alone, which has one owner.
    private let decoder: OpaquePointer?

    init() { unsafe decoder = cimaging_jpeg_create() }

    deinit { unsafe cimaging_jpeg_destroy(decoder) }

    /// The size that the header states.
    mutating func size(of bytes: Span<UInt8>) throws(ImagingError) -> PictureSize {
        guard let decoder = unsafe decoder else { throw .corrupt(.noMemory) }
        let size = unsafe cimaging_jpeg_size(decoder, bytes)
        if let fault = PictureFault(size.fault) { throw .corrupt(fault) }
        return PictureSize(width: size.width, height: size.height)
    }

    /// Decodes a picture of a known size and keeps the region.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - size: The size that it must have.
    ///   - region: The part that is wanted, inside that size.
    ///   - picture: Gets the region's size; any samples when this throws.
    /// - Throws: `.corrupt`, `.wrongSize`.
    mutating func decode(
        _ bytes: Span<UInt8>, size: PictureSize, region: Region, into picture: inout RGBPicture
    ) throws(ImagingError) {
        guard let decoder = unsafe decoder else { throw .corrupt(.noMemory) }
        let window = cimaging_window(
            frame_width: size.width, frame_height: size.height, x: region.x, y: region.y,
            width: region.width, height: region.height)
        picture.reshape(width: region.width, height: region.height)
        var rgb = picture.mutableBytes
        let fault = unsafe cimaging_jpeg_decode(decoder, bytes, &rgb, window)
        if fault == CIMAGING_WRONG_SIZE {
            throw .wrongSize(expected: size, found: try self.size(of: bytes))
        }
        if let fault = PictureFault(fault) { throw .corrupt(fault) }
    }
}
