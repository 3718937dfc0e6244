import Glibc

/// The little that the configuration needs of the file system.
enum Files {
    /// Reads a whole file as UTF-8.
    ///
    /// - Throws: `.unreadable`, `.tooLarge`, or `.refused` at the first byte that is no UTF-8.
    static func read(_ path: String) throws(SettingsError) -> String {
        // Not to wait for a writer when the path is a pipe.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path: path, why: reason()) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, why: reason())
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, why: "it is not a file")
        }
        let bytes = try readAll(descriptor, path: path)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let place = placeAfter(longestUTF8(bytes), of: path)
        let message = "this byte is no UTF-8; save the file in UTF-8"
        throw .refused([Complaint(place: place, message: message)])
    }

    /// The paths of the folder's files that end in `.toml`, in byte order; none when there is no
    /// folder.
    static func dropIns(in folder: String) throws(SettingsError) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            if errno == ENOENT { return [] }
            throw .unreadable(path: folder, why: reason())
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".toml") && !name.hasPrefix(".") { names.append(name) }
            guard names.count <= SettingsFile.dropInLimit else {
                throw .tooManyDropIns(folder: folder)
            }
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            .map { "\(folder)/\($0)" }
    }

    private static func readAll(
        _ descriptor: CInt, path: String
    ) throws(SettingsError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .unreadable(path: path, why: reason()) }
            bytes.append(contentsOf: chunk.prefix(count))
            guard bytes.count <= SettingsFile.sizeLimit else { throw .tooLarge(path: path) }
        }
    }

    /// The text before the first byte that is no UTF-8.
    private static func longestUTF8(_ bytes: [UInt8]) -> String.UnicodeScalarView {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var text = String.UnicodeScalarView()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { text.append(scalar) }
        return text
    }

    private static func placeAfter(_ text: String.UnicodeScalarView, of file: String) -> Place {
        let line = text.count { $0 == "\n" } + 1
        let column = text.reversed().prefix { $0 != "\n" }.count + 1
        return Place(file: file, line: line, column: column)
    }

    /// The system's words for the last failure.
    private static func reason() -> String {
        let number = errno
        guard let words = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: words)
    }
}
