/// The pictures in a folder and the folders inside it.
public enum PictureFolder {
    /// The endings of the names that are taken, in small letters.
    static let endings = [".png", ".jpg", ".jpeg", ".bmp"]

    /// The paths of a folder's pictures, sorted by their bytes.
    ///
    /// Names that start with a dot are left out. The path of a single picture gives that path.
    ///
    /// - Throws: `.file` when a folder cannot be listed, `.folderTooLarge`, `.noPictures`.
    public static func pictures(under path: String) throws(ImagingError) -> [String] {
        var found: [String] = []
        switch try FileEntries.kind(of: path) {
            case .folder: try collect(path, depth: 0, into: &found)
            case .other: found.append(path)
        }
        guard !found.isEmpty else { throw .noPictures(path: path) }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func collect(
        _ folder: String, depth: Int, into found: inout [String]
    ) throws(ImagingError) {
        guard depth <= Limits.folderDepth else { throw .folderTooLarge(path: folder) }
        for name in try FileEntries.names(in: folder) where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            // A link to nothing is told with the pictures that cannot be read.
            if (try? FileEntries.kind(of: path)) == .folder {
                try collect(path, depth: depth + 1, into: &found)
            } else if endings.contains(where: name.lowercased().hasSuffix) {
                found.append(path)
            }
            guard found.count <= Limits.filesInFolder else { throw .folderTooLarge(path: folder) }
        }
    }
}
