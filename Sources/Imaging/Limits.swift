import CImaging

/// The largest picture that is taken.
enum Limits {
    /// The longest side in pixels.
    static let side = cimaging_side_max
    /// The most pixels, 67 million: 201 MB as RGB.
    static let pixels = cimaging_pixels_max
    /// The most bytes from one row of a frame to the next.
    static let rowBytes = 8 * side
    /// The most bytes of a picture file.
    static let fileBytes = 256 << 20
    /// The most pictures that a folder may hold.
    static let filesInFolder = 1_000_000
    /// The deepest folder inside a folder of pictures.
    static let folderDepth = 16
}
