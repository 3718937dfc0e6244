import Foundation
import Host

/// Keeps two commands from making one file, and from sharing its state.
///
/// A locked file beside it, which goes with the command, at a second Ctrl-C too; one that is killed
/// leaves it, empty and free.
final class OutputLock {
    private let path: String
    private let file: AppendedFile

    /// Takes the lock.
    ///
    /// - Parameter output: What is to be made.
    /// - Throws: A failure that says that another command makes it, or why there is no lock.
    init(_ output: String) throws {
        try OutputFile.checkKind(output)
        path = output + ".lock"
        do throws(HostError) {
            file = try AppendedFile(path: path)
        } catch .fileInUse {
            throw ToolFailure(
                .world,
                "another command is making \(output); wait until it has ended, or give another "
                    + "name.")
        } catch .call(_, _, let errno) {
            // Nobody knows the file of the lock; what is wrong is wrong with the output as well.
            throw ToolFailure(.world, "\(output): no file can be made in its folder: \(errno)")
        } catch {
            throw ToolFailure(.world, "\(error)")
        }
        Interrupt.remove(path)
    }

    deinit {
        Interrupt.remove(nil)
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Terminal.complain("sight: warning: \(path) cannot be removed; it is of no use now.")
        }
    }
}
