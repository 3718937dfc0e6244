import Host

/// A folder that a command writes files into.
enum OutputFolder {
    /// Makes the folder and those above it; one that exists already is fine.
    ///
    /// - Parameter path: The folder.
    /// - Throws: A usage failure where something else stands there, else why it cannot be made.
    static func make(_ path: String) throws {
        do throws(HostError) {
            try FileSystem.makeFolder(path)
        } catch {
            if case .notAFolder = error { throw ToolFailure(.usage, error.description) }
            throw ToolFailure(.world, error.description)
        }
    }
}
