/// Where what an operator should know is written: the journal, a terminal, or a test's memory.
public protocol JournalSink: Sendable {
    /// Writes one entry; never throws, as there is no better place to say so.
    ///
    /// - Parameters:
    ///   - priority: How much it matters.
    ///   - messageID: What kind of thing happened; the catalog explains each.
    ///   - message: One whole sentence for people.
    ///   - fields: The same for programs.
    func send(
        priority: JournalPriority, messageID: MessageID, message: String, fields: [JournalField])
}

/// How much an entry matters, in syslog's order.
public enum JournalPriority: Int, Sendable, Comparable, CaseIterable {
    /// The system is unusable.
    case emergency = 0
    /// Act at once.
    case alert
    /// The line does not inspect.
    case critical
    /// Something failed.
    case error
    /// Something may soon fail, or a part was not decided.
    case warning
    /// Ordinary, and worth a look: a part failed.
    case notice
    /// Ordinary.
    case information
    /// For finding faults only.
    case debug

    /// Whether `a` matters more than `b`.
    public static func < (a: JournalPriority, b: JournalPriority) -> Bool {
        a.rawValue < b.rawValue
    }

    /// The word that a terminal shows.
    public var word: String {
        switch self {
            case .emergency: "emergency"
            case .alert: "alert"
            case .critical: "critical"
            case .error: "error"
            case .warning: "warning"
            case .notice: "notice"
            case .information: "info"
            case .debug: "debug"
        }
    }
}
