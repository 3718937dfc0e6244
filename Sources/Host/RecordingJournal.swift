/// Entries kept in memory, for tests and simulations.
public final class RecordingJournal: JournalSink, Sendable {
    /// One entry as it was sent.
    public struct Entry: Sendable, Equatable {
        /// How much it matters.
        public let priority: JournalPriority
        /// What kind of thing happened.
        public let messageID: MessageID
        /// The sentence.
        public let message: String
        /// The fields.
        public let fields: [JournalField]

        /// The value of a field, or `nil` when the entry has none of this name.
        public subscript(name: JournalField.Name) -> String? {
            fields.first { $0.name == name }?.value
        }
    }

    private let kept = Guarded<[Entry]>([])

    /// Creates an empty journal.
    public init() {}

    /// What was sent so far, oldest first.
    public var entries: [Entry] { kept.withLock { $0 } }

    /// Keeps one entry.
    public func send(
        priority: JournalPriority, messageID: MessageID, message: String, fields: [JournalField]
    ) {
        let entry = Entry(
            priority: priority, messageID: messageID, message: message, fields: fields)
        kept.withLock { $0.append(entry) }
    }
}
