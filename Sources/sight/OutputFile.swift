import Foundation
import Host

/// A file that a command writes at its end.
enum OutputFile {
    /// Fails early where the work of minutes could not be written at the end.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - force: Whether it may be replaced.
    /// - Throws: Why it could not be written.
    static func check(_ path: String, force: Bool) throws {
        guard force || !FileManager.default.fileExists(atPath: path) else {
            throw ToolFailure(.usage, "\(path) exists; pass --force to replace it.")
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw ToolFailure(
                .world, "\(path): the folder \(folder) does not exist or may not be written to.")
        }
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
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Terminal.complain(
                "sight: warning: \(path) cannot be removed; remove it before you train anew.")
        }
    }
}
