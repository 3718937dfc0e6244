import CKernels

/// A picture's samples as normalised planes: `planes[c][p] = picture[p][c] · scale[c] + shift[c]`.
///
/// - Parameters:
///   - picture: (pixels, 3), 8 bits.
///   - scale: (3).
///   - shift: (3).
///   - planes: (3, pixels); every element is written.
public func picturePlanes(
    _ picture: Span<UInt8>, scale: [Float], shift: [Float], into planes: inout [Float]
) {
    precondition(picture.count == planes.count, "a picture has three samples a pixel")
    var view = planes.mutableSpan
    ckernels_picture_planes(&view, picture, scale.span, shift.span, picture.count / 3)
}
