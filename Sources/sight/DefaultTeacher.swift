import Foundation
import Host

/// The teacher that ships with the program.
enum DefaultTeacher {
    static let name = "teacher-s.safetensors"

    /// Where it is: beside an installed program, or in the folder of the sources.
    ///
    /// - Throws: A usage failure that names all places where it is not.
    static func path() throws -> String {
        // Not what it was called by: through PATH that is a name without a folder.
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = program.deletingLastPathComponent()
            .appending(path: "../share/sight/\(name)").standardized.path
        let places = [beside, "/usr/share/sight/\(name)", "config/\(name)"]
        if let found = places.first(where: FileManager.default.fileExists) { return found }
        throw ToolFailure(
            .usage,
            "no teacher: there is none at \(places.joined(separator: ", ")). Give one with "
                + "--teacher, or make one with `sight distill`.")
    }
}
