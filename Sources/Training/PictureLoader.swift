import Anomaly
import Imaging

/// Reads the pictures of a folder as the daemon would see them.
struct PictureLoader: ~Copyable {
    private var preprocessor: Preprocessor
    /// The size of the last file's picture, before the region was cut out.
    private(set) var fileSize = PictureSize(width: 0, height: 0)

    /// Prepares to read.
    ///
    /// - Parameter region: The inspected part in pixels of the files; `nil`: all of it.
    init(region: Region?) {
        preprocessor = Preprocessor(region: region)
    }

    /// The samples of the last picture, (256, 256, 3).
    var picture: Span<UInt8> {
        @_lifetime(borrow self) get { preprocessor.picture.bytes }
    }

    /// The same samples as numbers in 0...255, (256, 256, 3).
    var samples: [Float] {
        var samples: [Float] = []
        samples.reserveCapacity(picture.count)
        for index in 0..<picture.count { samples.append(Float(picture[index])) }
        return samples
    }

    /// Reads one picture.
    ///
    /// - Parameter path: A PNG, JPEG or BMP file.
    /// - Throws: What is wrong with the file, or that the region is not inside.
    mutating func load(_ path: String) throws(ImagingError) {
        try prepare(PictureFile.read(path))
    }

    /// Reads one picture and the digest of its file.
    ///
    /// - Parameter path: A PNG, JPEG or BMP file.
    /// - Returns: The SHA-256, 32 bytes.
    /// - Throws: An `ImagingError` or a `TorchError`, each a sentence with the path.
    mutating func loadWithDigest(_ path: String) throws -> [UInt8] {
        let source = try ByteSource(path: path)
        let bytes = try source.read(at: 0, source.count)
        var picture = RGBPicture()
        try PictureFile.decode(bytes.span, path: path, into: &picture)
        try prepare(picture)
        var hash = SHA256()
        hash.update(bytes.span)
        return hash.digest()
    }

    private mutating func prepare(_ picture: borrowing RGBPicture) throws(ImagingError) {
        fileSize = picture.size
        let layout = FrameLayout(format: .rgb3, width: picture.width, height: picture.height)
        _ = try preprocessor.prepare(picture.bytes, layout: layout)
    }
}
