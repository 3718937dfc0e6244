import CImaging

/// Turns a camera's bytes into RGB, whatever the camera's format.
///
/// YUV formats are BT.601, limited range, in 8-bit fixed point: with c = y - 16, d = u - 128,
/// e = v - 128,
///
///     r = (298 c         + 409 e + 128) >> 8
///     g = (298 c - 100 d - 208 e + 128) >> 8
///     b = (298 c + 516 d         + 128) >> 8
///
/// each clipped to 0 ... 255; pixels that share a chroma sample take it as it is. JPEG goes through
/// libjpeg, Bayer through libv4lconvert.
///
/// - Note: After the first frame of a layout, `decode` allocates nothing.
public struct Decoder: ~Copyable, Sendable {
    private var jpeg = JPEGDecoder()
    private var bayer = BayerConverter()
    /// A whole Bayer frame, where the region is a part of it.
    private var wholeFrame = RGBPicture()

    /// Creates a decoder for frames of any layout.
    public init() {}

    /// Decodes the region of one frame.
    ///
    /// - Parameters:
    ///   - bytes: The frame; bytes beyond what the layout needs are not looked at.
    ///   - layout: How they are laid out.
    ///   - region: The part that is wanted; `nil`: all.
    ///   - picture: Gets the region's size and its samples; any samples when this throws.
    /// - Throws: `.badLayout`, `.regionOutside`, `.truncated`, `.corrupt`, `.wrongSize`,
    ///   `.bayerRefused`.
    public mutating func decode(
        _ bytes: Span<UInt8>, layout: FrameLayout, region: Region? = nil,
        into picture: inout RGBPicture
    ) throws(ImagingError) {
        let region = try Self.check(bytes, layout: layout, region: region)
        switch layout.format {
            case .mjpg:
                try jpeg.decode(bytes, size: layout.size, region: region, into: &picture)
            case .ba81, .gbrg, .grbg, .rggb:
                try convertBayer(bytes, layout: layout, region: region, into: &picture)
            default: Self.convertRows(bytes, layout: layout, region: region, into: &picture)
        }
    }

    /// Checks what can be known without reading a pixel, and says which region is meant.
    static func check(
        _ bytes: Span<UInt8>, layout: FrameLayout, region: Region?
    ) throws(ImagingError) -> Region {
        guard layout.isValid else { throw .badLayout(layout) }
        let region = region ?? Region(allOf: layout)
        guard region.fits(in: layout) else { throw .regionOutside(region, layout.size) }
        guard bytes.count >= layout.byteCountMinimum else {
            throw .truncated(expected: layout.byteCountMinimum, found: bytes.count)
        }
        return region
    }

    private mutating func convertBayer(
        _ bytes: Span<UInt8>, layout: FrameLayout, region: Region, into picture: inout RGBPicture
    ) throws(ImagingError) {
        if region == Region(allOf: layout) {
            return try bayer.convert(bytes, layout: layout, into: &picture)
        }
        try bayer.convert(bytes, layout: layout, into: &wholeFrame)
        let whole = FrameLayout(format: .rgb3, width: layout.width, height: layout.height)
        Self.convertRows(wholeFrame.bytes, layout: whole, region: region, into: &picture)
    }

    private static func convertRows(
        _ bytes: Span<UInt8>, layout: FrameLayout, region: Region, into picture: inout RGBPicture
    ) {
        picture.reshape(width: region.width, height: region.height)
        var rgb = picture.mutableBytes
        let rowBytes = 3 * region.width
        for row in 0..<region.height {
            var target = rgb._mutatingExtracting(row * rowBytes..<(row + 1) * rowBytes)
            convertRow(bytes, layout: layout, region: region, row: row, into: &target)
        }
    }

    /// Converts row `row` of the region.
    private static func convertRow(
        _ bytes: Span<UInt8>, layout: FrameLayout, region: Region, row: Int,
        into rgb: inout MutableSpan<UInt8>
    ) {
        let y = region.y + row
        let start = y * layout.bytesPerRow
        let phase = region.x % 2
        let pairs = (region.width + phase + 1) / 2
        /// Part of the row: `count` bytes from the region's left edge on, at `perPixel` bytes each.
        func piece(_ perPixel: Int) -> Range<Int> {
            let first = start + region.x * perPixel
            return first..<first + region.width * perPixel
        }
        switch layout.format {
            case .yuyv:
                let first = start + region.x / 2 * 4
                cimaging_yuyv_row(&rgb, bytes.extracting(first..<first + 4 * pairs), phase)
            case .nv12:
                let chroma = layout.bytesPerRow * (layout.height + y / 2) + region.x / 2 * 2
                cimaging_nv12_row(
                    &rgb, bytes.extracting(piece(1)),
                    bytes.extracting(chroma..<chroma + 2 * pairs), phase)
            case .yu12:
                let stride = layout.bytesPerRow / 2
                let u = layout.bytesPerRow * layout.height + stride * (y / 2) + region.x / 2
                let v = u + stride * ((layout.height + 1) / 2)
                cimaging_yu12_row(
                    &rgb, bytes.extracting(piece(1)), bytes.extracting(u..<u + pairs),
                    bytes.extracting(v..<v + pairs), phase)
            case .grey: cimaging_grey_row(&rgb, bytes.extracting(piece(1)))
            case .bgr3: cimaging_bgr_row(&rgb, bytes.extracting(piece(3)))
            default: cimaging_copy(&rgb, bytes.extracting(piece(3)))
        }
    }
}
