import Glibc

/// What a folder holds.
enum FileEntries {
    /// What a path leads to.
    enum Kind { case folder, other }

    /// What a path leads to, links followed.
    static func kind(of path: String) throws(ImagingError) -> Kind {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .file(path: path, .list, errno: errno) }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .other
    }

    /// The names in a folder, in any order, with "." and "..".
    static func names(in folder: String) throws(ImagingError) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            throw .file(path: folder, .list, errno: errno)
        }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { text in
                    unsafe String(cString: text)
                }
            }
            names.append(name)
            errno = 0
        }
        guard errno == 0 else { throw .file(path: folder, .list, errno: errno) }
        return names
    }
}
