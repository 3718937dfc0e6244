import Glibc
import Synchronization

/// Set by the signal handler, which may touch nothing that belongs to a type.
private let asked = Atomic<Bool>(false)
/// What the first signal says.
nonisolated(unsafe) private let notice = unsafe strdup(
    "\nsight: stopping; once more ends it at once, and what is not saved is lost\n")
/// The path of the file that goes when the program is ended at once.
nonisolated(unsafe) private let temporary = UnsafeMutablePointer<CChar>.allocate(
    capacity: Int(PATH_MAX))
/// Whether there is such a file.
private let isTemporary = Atomic<Bool>(false)

/// Ctrl-C, turned from a sudden death into a question that long work asks now and then.
enum Interrupt {
    /// Whether Ctrl-C was pressed since `watch`.
    static var wasAsked: Bool { asked.load(ordering: .relaxed) }

    /// From now on, SIGINT, SIGTERM and SIGHUP only set the flag, and say so; a second one ends the
    /// program at once.
    static func watch() {
        // All are made here, for a signal handler may not make anything.
        asked.store(false, ordering: .relaxed)
        _ = unsafe (temporary, isTemporary.load(ordering: .relaxed))
        _ = unsafe notice
        for number in [SIGINT, SIGTERM] + (isHangUpIgnored ? [] : [SIGHUP]) {
            signal(number) { received in
                guard asked.exchange(true, ordering: .relaxed) else {
                    if let notice = unsafe notice { unsafe Interrupt.say(notice) }
                    return
                }
                if isTemporary.load(ordering: .acquiring) { unsafe unlink(temporary) }
                signal(received, SIG_DFL)
                raise(received)
            }
        }
    }

    /// Whether work is to go on without its terminal, as `nohup` asks.
    private static var isHangUpIgnored: Bool {
        var action = sigaction()
        unsafe sigaction(SIGHUP, nil, &action)
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Standard error may be gone with the terminal, and then nobody reads it.
    private static func say(_ text: UnsafeMutablePointer<CChar>) {
        let error = errno
        _ = unsafe write(STDERR_FILENO, text, strlen(text))
        errno = error
    }

    /// Names the file that a second signal removes, in place of the last one.
    ///
    /// - Parameter path: The file; `nil`: none.
    static func remove(_ path: String?) {
        isTemporary.store(false, ordering: .releasing)
        // One of such a length cannot be opened either.
        guard let path, path.utf8.count < Int(PATH_MAX) else { return }
        unsafe strcpy(temporary, path)
        isTemporary.store(true, ordering: .releasing)
    }
}
