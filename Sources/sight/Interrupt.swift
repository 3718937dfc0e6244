import Glibc
import Synchronization

/// Set by the signal handler, which may touch nothing that belongs to a type.
private let asked = Atomic<Bool>(false)

/// Ctrl-C, turned from a sudden death into a question that long work asks now and then.
enum Interrupt {
    /// Whether Ctrl-C was pressed since `watch`.
    static var wasAsked: Bool { asked.load(ordering: .relaxed) }

    /// From now on, SIGINT and SIGTERM only set the flag; a second one ends the program at once.
    static func watch() {
        // The flag is made here, for a signal handler may not make anything.
        asked.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { received in
                asked.store(true, ordering: .relaxed)
                signal(received, SIG_DFL)
            }
        }
    }
}
