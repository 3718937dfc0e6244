import Anomaly
import Host
import Imaging

/// The photos of a folder that can be used, and the digest of all of them.
public struct PhotoLibrary: Sendable, Equatable {
    /// Sorted.
    public let paths: [String]
    /// Of the digests of the files, in their order: SHA-256, in hexadecimal.
    public let digest: String
    /// What was left out.
    public let skipped: [UnreadablePicture]

    /// With fewer, a teacher learns the photos instead of the backbone.
    public static let fewest = 100
    /// The shorter side of a photo must have so many pixels, or a crop says nothing.
    public static let smallestSide = 64

    /// Told how many photos of how many are looked at; false asks to stop.
    public typealias Report = (_ done: Int, _ total: Int) -> Bool

    /// Names photos that were looked at before.
    init(paths: [String], digest: String) {
        self.paths = paths
        self.digest = digest
        skipped = []
    }

    /// Reads every photo under a folder once.
    ///
    /// - Parameters:
    ///   - folder: The folder, with the folders inside it.
    ///   - skipsUnreadable: Whether photos that cannot be used are left out, instead of refused.
    ///   - report: Told how far the work is; false asks it to stop.
    /// - Throws: `.noFolder`, `.photos`, `.unreadable`, `.tooFewPhotos`, `.cancelled`.
    public init(
        folder: String, skipsUnreadable: Bool, _ report: Report
    ) throws(DistillationError) {
        let found = try Self.list(folder)
        var (usable, skipped): ([String], [UnreadablePicture]) = ([], [])
        var hash = SHA256()
        for (index, path) in found.enumerated() {
            guard report(index, found.count) else { throw .cancelled }
            do {
                let digest = try Self.check(path)
                hash.update(digest.span)
                usable.append(path)
            } catch {
                let said = "\(error)"
                skipped.append(
                    UnreadablePicture(
                        path: path, reason: said.hasPrefix(path) ? said : "\(path): \(said)"))
            }
        }
        _ = report(found.count, found.count)
        guard skipsUnreadable || skipped.isEmpty else { throw .unreadable(skipped) }
        guard usable.count >= Self.fewest else {
            throw .tooFewPhotos(folder: folder, found: usable.count)
        }
        paths = usable
        digest = SHA256.hexadecimal(hash.digest())
        self.skipped = skipped
    }

    private static func list(_ folder: String) throws(DistillationError) -> [String] {
        guard !FileSystem.isMissing(folder) else { throw .noFolder(path: folder) }
        do throws(ImagingError) {
            return try PictureFolder.pictures(under: folder)
        } catch {
            throw .photos(error)
        }
    }

    /// The digest of a file that is a photo.
    private static func check(_ path: String) throws -> [UInt8] {
        let source = try ByteSource(path: path)
        let bytes = try source.read(at: 0, source.count)
        var picture = RGBPicture()
        try PictureFile.decode(bytes.span, path: path, into: &picture)
        guard min(picture.width, picture.height) >= smallestSide else {
            throw PhotoTooSmall(size: picture.size)
        }
        var hash = SHA256()
        hash.update(bytes.span)
        return hash.digest()
    }
}

/// A photo is too small for crops.
private struct PhotoTooSmall: Error, CustomStringConvertible {
    let size: PictureSize

    var description: String {
        "is \(size.width)x\(size.height) pixels; \(PhotoLibrary.smallestSide) are needed on each "
            + "side"
    }
}
