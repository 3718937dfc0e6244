import CImaging

/// Interpolates Bayer frames through libv4lconvert.
///
/// The library is given a device that has nothing to say, so it adds no white balance, gain or
/// gamma of its own. The corresponding C functions are in `bayer.c`.
@safe struct BayerConverter: ~Copyable, @unchecked Sendable {
    // @unchecked: the C object belongs to this value alone, which has one owner.
    private let converter: OpaquePointer?

    init() { unsafe converter = cimaging_bayer_create() }

    deinit { unsafe cimaging_bayer_destroy(converter) }

    /// Converts a whole frame of at least 4x4 pixels.
    ///
    /// - Parameters:
    ///   - bytes: `layout.byteCountMinimum` bytes or more.
    ///   - layout: One of the four Bayer formats.
    ///   - picture: Gets the frame's size; every sample is written.
    /// - Throws: `.bayerRefused`.
    mutating func convert(
        _ bytes: Span<UInt8>, layout: FrameLayout, into picture: inout RGBPicture
    ) throws(ImagingError) {
        guard let converter = unsafe converter else { throw .bayerRefused }
        picture.reshape(width: layout.width, height: layout.height)
        var rgb = picture.mutableBytes
        let done = unsafe cimaging_bayer_convert(
            converter, layout.format.fourCC, bytes, layout.bytesPerRow, &rgb, layout.width,
            layout.height)
        guard done else { throw .bayerRefused }
    }
}
