import Foundation
import Host

/// A file that a command writes at its end.
enum OutputFile {
    /// Fails early where the work of minutes could not be written at the end.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - force: Whether it may be replaced.
    ///   - inputs: What the command reads and must not replace.
    /// - Throws: Why it could not be written.
    static func check(_ path: String, force: Bool, inputs: [String] = []) throws {
        try checkKind(path)
        guard !inputs.contains(where: { isSame($0, path) }) else {
            throw ToolFailure(.usage, "\(path) is what is read; name another file to write.")
        }
        guard force || FileSystem.isMissing(path) else {
            throw ToolFailure(.usage, "\(path) exists; pass --force to replace it.")
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw ToolFailure(
                .world, "\(path): the folder \(folder) does not exist or may not be written to.")
        }
    }

    /// Refuses what can be no file of its own, whether it exists or not.
    ///
    /// - Parameter path: The file to write.
    /// - Throws: A usage failure: a file is written beside it first, then takes its place.
    static func checkKind(_ path: String) throws {
        guard !path.isEmpty else { throw ToolFailure(.usage, "The file to write has no name.") }
        let kind = (try? FileSystem.status(of: path))?.kind
        guard kind != .folder, !path.hasSuffix("/") else {
            throw ToolFailure(.usage, "\(path) is a folder; name a file in it.")
        }
        guard kind == nil || kind == .file else {
            throw ToolFailure(
                .usage, "\(path) is no regular file, so it cannot be replaced; name another.")
        }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        let paths = [one, other].map { URL(filePath: $0).resolvingSymlinksInPath() }
        return paths[0] == paths[1]
    }

    /// Writes it completely or not at all.
    static func write(_ content: [UInt8], to path: String) throws {
        do {
            try AtomicFile.write(content.span, to: path)
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    /// Removes the state of learning that has come to its end; says so where it must stay.
    static func removeState(_ path: String) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Terminal.complain(
                "sight: warning: \(path) cannot be removed; remove it before you train anew.")
        }
    }
}
