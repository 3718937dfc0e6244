import CImaging

/// Pictures in files: PNG, JPEG and BMP.
///
/// For folders of pictures and for records, never between a frame's arrival and its verdict.
public enum PictureFile {
    /// Reads a PNG, JPEG or BMP file, told apart by their first bytes.
    ///
    /// 16 bits are scaled to 8, palettes and grey are spread out, transparency is dropped.
    ///
    /// - Throws: `.file`, `.fileTooLarge`, `.badPicture`, each with the path.
    public static func read(_ path: String) throws(ImagingError) -> RGBPicture {
        var picture = RGBPicture()
        let bytes = try FileBytes.read(path)
        try decode(bytes.span, path: path, into: &picture)
        return picture
    }

    /// Decodes the bytes of a PNG, JPEG or BMP file.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - path: Where they are from, for the error's sentence.
    ///   - picture: Gets the file's size and samples; any when this throws.
    /// - Throws: `.badPicture`, with the path.
    public static func decode(
        _ bytes: Span<UInt8>, path: String, into picture: inout RGBPicture
    ) throws(ImagingError) {
        do throws(ImagingError) {
            if bytes.count > 1, bytes[0] == 0xFF, bytes[1] == 0xD8 {
                try decodeJPEG(bytes, into: &picture)
            } else if BMPDecoder.isBitmap(bytes) {
                try BMPDecoder(bytes).decode(bytes, into: &picture)
            } else {
                try decodePNG(bytes, into: &picture)
            }
        } catch .corrupt(let fault) {
            throw .badPicture(path: path, fault)
        }
    }

    /// Writes a picture as a PNG file, completely or not at all.
    ///
    /// It is written under a temporary name in the same folder, synced and renamed.
    ///
    /// - Throws: `.file`, with the path.
    public static func write(
        _ picture: borrowing RGBPicture, to path: String
    ) throws(ImagingError) {
        let file = try encoded(picture, path: path)
        try FileBytes.write(file.span, to: path)
    }

    /// A picture as the bytes of a PNG file.
    ///
    /// - Parameters:
    ///   - picture: With pixels.
    ///   - path: What it is for, for the error's sentence.
    /// - Returns: The whole file.
    /// - Throws: `.badPicture`, with the path, where memory is short.
    public static func encoded(
        _ picture: borrowing RGBPicture, path: String
    ) throws(ImagingError) -> [UInt8] {
        precondition(picture.width > 0 && picture.height > 0, "a picture has pixels")
        let room = cimaging_png_room(picture.width, picture.height)
        var file = [UInt8](repeating: 0, count: room)
        var span = file.mutableSpan
        let count = cimaging_png_write(&span, picture.bytes, picture.width, picture.height)
        guard count > 0 else { throw .badPicture(path: path, .noMemory) }
        file.removeLast(room - count)
        return file
    }

    private static func decodeJPEG(
        _ bytes: Span<UInt8>, into picture: inout RGBPicture
    ) throws(ImagingError) {
        var decoder = JPEGDecoder()
        let size = try decoder.size(of: bytes)
        let whole = Region(x: 0, y: 0, width: size.width, height: size.height)
        try decoder.decode(bytes, size: size, region: whole, into: &picture)
    }

    private static func decodePNG(
        _ bytes: Span<UInt8>, into picture: inout RGBPicture
    ) throws(ImagingError) {
        let size = cimaging_png_size(bytes)
        if let fault = PictureFault(size.fault) { throw .corrupt(fault) }
        picture.reshape(width: size.width, height: size.height)
        var rgb = picture.mutableBytes
        let fault = cimaging_png_read(bytes, &rgb)
        if let fault = PictureFault(fault) { throw .corrupt(fault) }
    }
}
