internal import CLinux
internal import Glibc

/// The choice between the system's journal and the terminal.
public enum Journal {
    /// The journal for this process.
    ///
    /// - Parameter stream: The value of `JOURNAL_STREAM`, device and inode of the socket that the
    ///   service manager made our standard error; when they match, we run as a service.
    /// - Returns: The system's journal for a service, else the terminal.
    public static func forThisProcess(stream: String?) -> any JournalSink {
        isService(stream: stream, standardError: STDERR_FILENO)
            ? SystemdJournal() : TerminalJournal()
    }

    static func isService(stream: String?, standardError: Int32) -> Bool {
        guard let stream else { return false }
        let status = clinux_status_of(standardError)
        return status.result == 0 && stream == "\(status.device):\(status.inode)"
    }
}
