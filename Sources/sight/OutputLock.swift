import Foundation
import Host

/// Keeps two commands from making one file, and from sharing its state.
///
/// A locked file beside it, which goes with the command; one that is killed leaves it, empty and
/// free.
final class OutputLock {
    private let path: String
    private let file: AppendedFile

    /// Takes the lock.
    ///
    /// - Parameter output: What is to be made.
    /// - Throws: A failure that says that another command makes it, or why there is no lock.
    init(_ output: String) throws {
        path = output + ".lock"
        do throws(HostError) {
            file = try AppendedFile(path: path)
        } catch .fileInUse {
            throw ToolFailure(
                .world,
                "another command is making \(output); wait until it has ended, or give another "
                    + "name.")
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Terminal.complain("sight: warning: \(path) cannot be removed; it is of no use now.")
        }
    }
}
